package dev.synod.kernel.invariant;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Comparisons cheap enough to be made millions of times: text is made only where one fails. */
final class Check {
  private static final String PLACE = "%s";

  private Check() {}

  static void that(boolean holds, String what, @Nullable Object... found) {
    if (!holds) {
      throw new BrokenInvariantException(fill(what, found));
    }
  }

  static void same(@Nullable Object found, @Nullable Object expected, String what) {
    if (!Objects.equals(found, expected)) {
      throw new BrokenInvariantException(
          what + ": expected\n  " + expected + "\nbut found\n  " + found);
    }
  }

  private static String fill(String what, @Nullable Object... found) {
    var filled = new StringBuilder(what);
    int from = 0;
    for (Object one : found) {
      int place = filled.indexOf(PLACE, from);
      String text = String.valueOf(one);
      filled.replace(place, place + PLACE.length(), text);
      from = place + text.length();
    }
    return filled.toString();
  }
}
