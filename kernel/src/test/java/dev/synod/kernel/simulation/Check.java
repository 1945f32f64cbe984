package dev.synod.kernel.simulation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assertions cheap enough to be made millions of times. */
final class Check {
  private Check() {}

  static void that(boolean holds, String what, @Nullable Object... arguments) {
    if (!holds) {
      throw new AssertionError(what.formatted(arguments));
    }
  }

  static void same(@Nullable Object found, @Nullable Object expected, String what) {
    if (!Objects.equals(found, expected)) {
      throw new AssertionError(
          "%s: expected%n  %s%nbut found%n  %s".formatted(what, expected, found));
    }
  }
}
