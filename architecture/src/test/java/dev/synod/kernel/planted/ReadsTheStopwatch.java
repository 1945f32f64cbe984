package dev.synod.kernel.planted;

/** Planted: a clock that is handed on as a reference. */
public final class ReadsTheStopwatch {
  java.util.function.LongSupplier watch() {
    return System::nanoTime;
  }
}
