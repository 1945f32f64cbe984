package dev.synod.server.governance;

import dev.synod.rego.Sight;
import java.util.Set;

/**
 * A declared policy that has a say in a question.
 *
 * @param mode {@code Enforce}, {@code Warn} or {@code Audit}
 * @param failurePolicy {@code Refuse} or {@code Allow}
 * @param looksAt what of the content of a question it looks at
 */
public record Applicable(
    String namespace, String name, String mode, String failurePolicy, Set<Sight> looksAt) {
  /** Whether it can decide by subject, action and scope alone, for many requests. */
  boolean looksAtContent() {
    return !looksAt.isEmpty();
  }

  boolean enforces() {
    return mode.equals("Enforce");
  }

  /** Whether a caller is told of it. */
  boolean tells() {
    return !mode.equals("Audit");
  }

  boolean refusesOnFailure() {
    return !failurePolicy.equals("Allow");
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
