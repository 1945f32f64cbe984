package dev.synod.simulator.world;

import java.util.EnumMap;
import java.util.Map;

/** What everything that is simulated shares. */
public final class World {
  /** When the simulation begins, Unix milliseconds. */
  public static final long START_MILLIS = 1_700_000_000_000L;

  /** What piled up while a process stood still is done within this time, in any order. */
  private static final long AWAKENING_MICROS_MAX = 5 * Schedule.MILLI;

  private final Schedule schedule = new Schedule();
  private final Trace trace = new Trace(schedule);
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Chance chance;
  private final Network network;

  /** A world of so many processes. */
  public World(long seed, int nodes) {
    this.chance = new Chance(seed);
    this.network = new Network(this, nodes);
  }

  public Schedule schedule() {
    return schedule;
  }

  public Chance chance() {
    return chance;
  }

  public Network network() {
    return network;
  }

  public Trace trace() {
    return trace;
  }

  /** Counts something that went wrong. */
  public void count(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  /** How often each went wrong. */
  public Map<Fault, Long> faults() {
    return faults;
  }

  /** Lets a process do something after a span, unless it is killed before. */
  public void after(Node node, long micros, Runnable work) {
    int life = node.life();
    schedule.after(micros, () -> whenRunning(node, life, work));
  }

  private void whenRunning(Node node, int life, Runnable work) {
    if (!node.isUp() || node.life() != life) {
      return;
    }
    long rest = node.pausedUntilMicros() - schedule.nowMicros();
    if (rest > 0) {
      long awakening = chance.between(0, AWAKENING_MICROS_MAX);
      schedule.after(rest + awakening, () -> whenRunning(node, life, work));
    } else {
      work.run();
    }
  }
}
