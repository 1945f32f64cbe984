package dev.synod.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.expression.SchemaProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The functions of the default catalog, called as {@code name:1.0.0@default}. */
public enum CatalogFunction {
  /** Gives work to an agent with a capability; the result is the task's output. */
  ASSIGN("assign"),
  /** Waits until a barrier of the group opens. */
  BARRIER("barrier"),
  /** Opens a proposal of the group and waits for its outcome. */
  PROPOSE("propose"),
  /** Waits for a person's approval, or its time-out. */
  APPROVE("approve"),
  /** Reads or writes the shared state of the group. */
  STATE("state");

  private static final String VERSION = ":1.0.0@default";

  private final String word;

  CatalogFunction(String word) {
    this.word = word;
  }

  /** Its name without version. */
  public String word() {
    return word;
  }

  /** Its name as a definition calls it. */
  public String reference() {
    return word + VERSION;
  }

  static Optional<CatalogFunction> of(String reference) {
    return Arrays.stream(values()).filter(f -> f.reference().equals(reference)).findFirst();
  }

  static String references() {
    return Arrays.stream(values())
        .map(CatalogFunction::reference)
        .collect(Collectors.joining(", "));
  }

  /**
   * What is wrong with computed arguments, each with the JSON pointer into them; empty if nothing
   * is.
   */
  public List<SchemaProblem> problems(Value arguments) {
    return problems(arguments, _ -> false);
  }

  /** As {@link #problems(Value)}, but silent about values that are only known at run time. */
  List<SchemaProblem> problems(Value arguments, Predicate<JsonNode> open) {
    return FunctionSchemas.problems(this, arguments, open);
  }
}
