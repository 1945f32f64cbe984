package dev.synod.server.view;

import dev.synod.kernel.run.RunStep;
import java.util.Comparator;

/** Steps in the order of the definition: numbers in their paths count as numbers. */
final class StepOrder implements Comparator<RunStep> {
  @Override
  public int compare(RunStep one, RunStep other) {
    String[] left = one.path().split("/", -1);
    String[] right = other.path().split("/", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = segments(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int segments(String left, String right) {
    return isNumber(left) && isNumber(right)
        ? Long.compare(Long.parseLong(left), Long.parseLong(right))
        : left.compareTo(right);
  }

  private static boolean isNumber(String segment) {
    return segment.matches("[0-9]{1,18}");
  }
}
