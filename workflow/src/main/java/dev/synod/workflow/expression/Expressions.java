package dev.synod.workflow.expression;

import dev.synod.kernel.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Evaluates what users wrote: runtime expressions and schemas. Whoever implements it decides where:
 * a worker does it in child processes that can be killed, tests in their own process.
 */
public interface Expressions {

  /**
   * Evaluates programs on the same input with the same arguments.
   *
   * @param programs jq programs, each of which must give at most one result; none gives {@code
   *     null}
   * @param input what {@code .} is
   * @param arguments by name without the dollar sign
   * @param nowMillis what {@code now} says, Unix milliseconds
   * @return a result per program, in their order
   * @throws ExpressionException when a program fails or goes over a limit; the run's fault
   * @throws ExpressionsUnavailableException when evaluation is impossible now; not the run's fault
   */
  List<Value> evaluate(
      List<String> programs, Value input, Map<String, Value> arguments, long nowMillis)
      throws ExpressionException;

  /**
   * Checks a value against a JSON Schema that {@link UserSchema} accepts.
   *
   * @return what is wrong with the value; empty if nothing is
   * @throws ExpressionException when the check goes over a limit
   * @throws ExpressionsUnavailableException as above
   */
  List<String> problems(Value schema, Value value) throws ExpressionException;
}
