package dev.synod.kernel.agent;

import dev.synod.kernel.value.Fingerprint;

/**
 * Where a declaration came from.
 *
 * @param uid of the Kubernetes object
 * @param generation of the Kubernetes object
 * @param applier who applied it, empty where that is unknown
 */
public record Declaration(String uid, long generation, String applier) {
  /** Adds this to an entity's fingerprint. */
  public Fingerprint addTo(Fingerprint fingerprint) {
    return fingerprint.add(uid).add(generation).add(applier);
  }

  /** Whether a declaration of the same object has been overtaken by this one. */
  public boolean overtakes(Declaration other) {
    return uid.equals(other.uid) && generation > other.generation;
  }

  /** Whether it is of the same object and generation. */
  public boolean sameAs(Declaration other) {
    return uid.equals(other.uid) && generation == other.generation;
  }
}
