package dev.synod.server.governance;

/**
 * A declared policy that has a say in a question.
 *
 * @param mode {@code Enforce}, {@code Warn} or {@code Audit}
 * @param failurePolicy {@code Refuse} or {@code Allow}
 */
public record Applicable(String namespace, String name, String mode, String failurePolicy) {
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
