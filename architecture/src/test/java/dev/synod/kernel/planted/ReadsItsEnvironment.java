package dev.synod.kernel.planted;

/** Planted: a switch that replicas may set differently. */
public final class ReadsItsEnvironment {
  String mode() {
    return System.getenv("MODE");
  }
}
