package dev.synod.simulator.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The last things that happened; text is made of them only when somebody asks. */
public final class Trace {
  private static final int KEPT_MAX = 60;

  private final Schedule schedule;
  private final ArrayDeque<Line> lines = new ArrayDeque<>();

  private record Line(long atMicros, Object who, String what, @Nullable Object detail) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%14.6f s  %-10s %s %s",
          atMicros / 1e6,
          who,
          what,
          detail == null ? "" : detail);
    }
  }

  Trace(Schedule schedule) {
    this.schedule = schedule;
  }

  /**
   * Adds a line.
   *
   * @param detail an immutable value, or null
   */
  public void add(Object who, String what, @Nullable Object detail) {
    if (lines.size() == KEPT_MAX) {
      lines.removeFirst();
    }
    lines.addLast(new Line(schedule.nowMicros(), who, what, detail));
  }

  /** The lines, oldest first. */
  public List<String> lines() {
    var text = new ArrayList<String>();
    lines.forEach(line -> text.add(line.toString()));
    return text;
  }
}
