package dev.synod.kernel.agent;

/**
 * Something an agent can do.
 *
 * @param version empty where it has none
 */
public record Capability(String name, String version) {
  /** {@code name} or {@code name@version}. */
  public String qualified() {
    return version.isEmpty() ? name : name + "@" + version;
  }
}
