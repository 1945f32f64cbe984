package dev.synod.kernel;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;

/**
 * A refusal, as a value.
 *
 * @param message what was expected, what was found, and what to do where that helps
 * @param details machine-readable facts, such as {@code expected} and {@code found}
 */
public record Rejection(Code code, String message, Value.Obj details) {
  public Rejection(Code code, String message) {
    this(code, message, Values.EMPTY);
  }

  /** This rejection with one more detail. */
  public Rejection with(String name, Value detail) {
    return new Rejection(code, message, details.with(name, detail));
  }
}
