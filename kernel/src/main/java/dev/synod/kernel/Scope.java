package dev.synod.kernel;

/**
 * Where a command acts or an event happened.
 *
 * @param namespace empty for the whole installation
 * @param group empty for the whole namespace
 */
public record Scope(String namespace, String group) {
  /** The whole installation. */
  public static final Scope CLUSTER = new Scope("", "");

  public static Scope of(String namespace) {
    return new Scope(namespace, "");
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? "*" : group.isEmpty() ? namespace : namespace + "/" + group;
  }
}
