package dev.synod.crds.planted;

/** Planted: a rule that belongs to the operator. */
public final class Decides {
  boolean isReady(String phase) {
    return phase.equals("Ready");
  }
}
