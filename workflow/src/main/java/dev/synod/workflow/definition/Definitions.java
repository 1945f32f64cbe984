package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import java.util.List;

/** Checks definitions. */
public final class Definitions {
  private Definitions() {}

  /**
   * What keeps a definition from being accepted, at most fifty findings in the order of the
   * definition; none if it can be run. Never evaluates an expression.
   */
  public static List<Finding> check(Value definition) {
    return WorkflowReader.read(definition).findings();
  }
}
