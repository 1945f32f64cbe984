package dev.synod.workflow.definition;

import java.util.List;
import java.util.stream.Collectors;

/** A definition that {@link Definitions#check} has findings about. */
public final class InvalidDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  public InvalidDefinitionException(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = List.copyOf(findings);
  }

  /** At least one, in the order of the definition. */
  public List<Finding> findings() {
    return findings;
  }
}
