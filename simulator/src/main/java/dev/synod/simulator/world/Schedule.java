package dev.synod.simulator.world;

import java.util.PriorityQueue;

/** Virtual time in microseconds since the beginning; what is due at one moment keeps its order. */
public final class Schedule {
  public static final long MILLI = 1_000;
  public static final long SECOND = 1_000_000;
  public static final long HOUR = 3_600 * SECOND;

  /** More happens in a simulated second only where something goes round in a circle. */
  private static final long STEPS_PER_SECOND_MAX = 200_000;

  private final PriorityQueue<Due> queue = new PriorityQueue<>(1_024);
  private long nowMicros;
  private long numbers;
  private long steps;
  private long stepsThisSecond;

  private record Due(long atMicros, long number, Runnable work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMicros, other.atMicros);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  public long nowMicros() {
    return nowMicros;
  }

  /** How many things have happened. */
  public long steps() {
    return steps;
  }

  /** Lets something happen after a span. */
  public void after(long micros, Runnable work) {
    queue.add(new Due(nowMicros + micros, numbers++, work));
  }

  /** Lets everything happen that is due up to a moment. */
  public void runUntil(long micros) {
    while (!queue.isEmpty() && queue.peek().atMicros() <= micros) {
      Due due = queue.remove();
      if (due.atMicros() / SECOND > nowMicros / SECOND) {
        stepsThisSecond = 0;
      }
      nowMicros = due.atMicros();
      steps++;
      if (++stepsThisSecond > STEPS_PER_SECOND_MAX) {
        throw new IllegalStateException(
            "Expected at most %d steps in a simulated second: something goes round in a circle."
                .formatted(STEPS_PER_SECOND_MAX));
      }
      due.work().run();
    }
    nowMicros = Math.max(nowMicros, micros);
  }
}
