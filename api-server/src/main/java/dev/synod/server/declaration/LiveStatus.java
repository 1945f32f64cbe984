package dev.synod.server.declaration;

/**
 * How something declared stands.
 *
 * @param revision of the state that it was read from
 * @param status in the form of the kind's status in Kubernetes, as far as this server knows it
 */
public record LiveStatus(
    String namespace, String name, String uid, long generation, String revision, Object status) {

  /** Whether it says the same, whenever it was read. */
  boolean saysTheSame(LiveStatus other) {
    return uid.equals(other.uid) && generation == other.generation && status.equals(other.status);
  }
}
