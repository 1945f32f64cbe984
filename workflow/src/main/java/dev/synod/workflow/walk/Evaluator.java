package dev.synod.workflow.walk;

import dev.synod.kernel.run.Run;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Definition;
import dev.synod.workflow.definition.Passage;
import dev.synod.workflow.definition.Program;
import dev.synod.workflow.definition.Span;
import dev.synod.workflow.definition.Template;
import dev.synod.workflow.expression.ExpressionException;
import dev.synod.workflow.expression.Expressions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Evaluates programs with the arguments of the DSL. Only arguments that a program names are made
 * and sent.
 */
final class Evaluator {
  private static final String VERSION =
      String.valueOf(Evaluator.class.getPackage().getImplementationVersion());

  private final Definition definition;
  private final Run run;
  private final Expressions expressions;
  private Value context;
  private long nowMillis;

  Evaluator(Definition definition, Run run, Expressions expressions) {
    this.definition = definition;
    this.run = run;
    this.expressions = expressions;
    this.context = run.context();
  }

  Value context() {
    return context;
  }

  void setContext(Value newContext) {
    context = newContext;
  }

  void setNow(long newNowMillis) {
    nowMillis = newNowMillis;
  }

  long nowMillis() {
    return nowMillis;
  }

  /** What {@code .} and the arguments of one evaluation are. */
  record Setting(Value data, Map<String, Value> variables, Map<String, Value> standard) {
    Setting with(String name, Value value) {
      var more = new TreeMap<>(standard);
      more.put(name, value);
      return new Setting(data, variables, more);
    }
  }

  Value fill(Template template, Setting setting) throws FaultException {
    if (template instanceof Template.Literal literal) {
      return literal.value();
    }
    return template.fill(evaluate(template.programs(), setting).iterator());
  }

  /** Data on its way in: checked first, then transformed. */
  Value enter(Passage passage, Setting setting) throws FaultException {
    check(passage, setting.data());
    return transform(passage, setting);
  }

  /** Data on its way out: transformed first, then checked. */
  Value leave(Passage passage, Setting setting) throws FaultException {
    Value result = transform(passage, setting);
    check(passage, result);
    return result;
  }

  private Value transform(Passage passage, Setting setting) throws FaultException {
    return passage.transformation().isPresent()
        ? fill(passage.transformation().get(), setting)
        : setting.data();
  }

  private void check(Passage passage, Value value) throws FaultException {
    if (passage.schema().isEmpty()) {
      return;
    }
    try {
      List<String> problems = expressions.problems(passage.schema().get(), value);
      if (!problems.isEmpty()) {
        throw Faults.validation(String.join(" ", problems));
      }
    } catch (ExpressionException e) {
      throw Faults.expression(e);
    }
  }

  Value evaluate(Program program, Setting setting) throws FaultException {
    return evaluate(List.of(program), setting).getFirst();
  }

  /**
   * {@code null} is false; anything but a boolean is a mistake that is better told than guessed.
   */
  boolean holds(Program program, Setting setting) throws FaultException {
    return switch (evaluate(program, setting)) {
      case Value.Bool bool -> bool.value();
      case Value.Null _ -> false;
      case Value other ->
          throw Faults.expression(
              "Expected true or false from the condition '%s', but found %s."
                  .formatted(program.text(), other.json()));
    };
  }

  long millis(Span span, Setting setting) throws FaultException {
    return switch (span) {
      case Span.Fixed fixed -> fixed.millis();
      case Span.Computed computed -> {
        Value value = evaluate(computed.program(), setting);
        yield Span.millis(value)
            .orElseThrow(
                () ->
                    Faults.expression(
                        "Expected a duration such as PT5M from '%s', but found %s."
                            .formatted(computed.program().text(), value.json())));
      }
    };
  }

  private List<Value> evaluate(List<Program> programs, Setting setting) throws FaultException {
    var arguments = new TreeMap<String, Value>();
    var texts = new ArrayList<String>();
    for (Program program : programs) {
      texts.add(program.text());
      for (String name : program.arguments()) {
        arguments.computeIfAbsent(name, wanted -> argument(wanted, setting));
      }
    }
    try {
      return expressions.evaluate(texts, setting.data(), arguments, nowMillis);
    } catch (ExpressionException e) {
      throw Faults.expression(e);
    }
  }

  private Value argument(String name, Setting setting) {
    Value variable = setting.variables().get(name);
    if (variable != null) {
      return variable;
    }
    Value standard = setting.standard().get(name);
    if (standard != null) {
      return standard;
    }
    return switch (name) {
      case "context" -> context;
      case "runtime" ->
          Values.EMPTY
              .with("name", Value.of("synod"))
              .with("version", Value.of(VERSION))
              .with("metadata", Values.EMPTY);
      case "workflow" -> workflow();
      default -> Values.NULL;
    };
  }

  private Value workflow() {
    String uid = run.spec().declaration().uid();
    return Values.EMPTY
        .with("id", Value.of(uid.isEmpty() ? run.ref().toString() : uid))
        .with("definition", definition.source())
        .with("input", run.spec().input())
        .with("startedAt", moment(run.result().startedAtMillis()));
  }

  /** The DSL's date-time descriptor. */
  static Value moment(long millis) {
    Instant instant = Instant.ofEpochMilli(millis);
    return Values.EMPTY
        .with("iso8601", Value.of(instant.toString()))
        .with(
            "epoch",
            Values.EMPTY
                .with("seconds", Value.of(BigDecimal.valueOf(Math.floorDiv(millis, 1_000L))))
                .with("milliseconds", Value.of(millis)));
  }
}
