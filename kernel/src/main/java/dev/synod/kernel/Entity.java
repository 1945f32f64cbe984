package dev.synod.kernel;

import org.jspecify.annotations.Nullable;

/** Something that lives in the state and counts in its digest. */
public interface Entity {
  /** A hash of everything that replicas must agree on, the same in every process. */
  long fingerprint();

  /**
   * The namespace that has one more by it, as quotas count; null where it counts nowhere, as what
   * has ended.
   */
  default @Nullable String countedIn() {
    return null;
  }
}
