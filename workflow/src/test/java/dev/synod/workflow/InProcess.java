package dev.synod.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.expression.ExpressionException;
import dev.synod.workflow.expression.Expressions;
import dev.synod.workflow.expression.Jackson;
import dev.synod.workflow.expression.Jq;
import dev.synod.workflow.expression.SchemaProblem;
import dev.synod.workflow.expression.UserSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evaluates in this process; for definitions that tests wrote themselves. */
public final class InProcess implements Expressions {
  private final Jq jq = new Jq();
  private long evaluations;

  @Override
  public List<Value> evaluate(
      List<String> programs, Value input, Map<String, Value> arguments, long nowMillis)
      throws ExpressionException {
    evaluations += programs.size();
    Map<String, JsonNode> nodes = new HashMap<>();
    arguments.forEach((name, value) -> nodes.put(name, Jackson.node(value)));
    List<Value> results = new ArrayList<>();
    for (String program : programs) {
      results.add(
          Jackson.value(jq.evaluate(program, Jackson.node(input), nodes, nowMillis / 1_000.0)));
    }
    return results;
  }

  @Override
  public List<String> problems(Value schema, Value value) {
    return UserSchema.problems(Jackson.node(schema), Jackson.node(value)).stream()
        .map(SchemaProblem::message)
        .toList();
  }

  public long evaluations() {
    return evaluations;
  }
}
