package dev.synod.kernel;

/** Something that lives in the state and counts in its digest. */
public interface Entity {
  /** A hash of everything that replicas must agree on, the same in every process. */
  long fingerprint();
}
