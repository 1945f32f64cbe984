package dev.synod.simulator.world;

/** A process that can be paused, killed and started again. */
public abstract class Node {
  private final String name;
  private final int number;
  private boolean up = true;
  private int life;
  private long pausedUntilMicros;

  /**
   * A process that runs.
   *
   * @param number its place in the network, from 0
   */
  protected Node(String name, int number) {
    this.name = name;
    this.number = number;
  }

  public final String name() {
    return name;
  }

  final int number() {
    return number;
  }

  public final boolean isUp() {
    return up;
  }

  /** Which life of this process it is: a timer of an earlier one means nothing. */
  public final int life() {
    return life;
  }

  /** Until when it stands still; in the past where it runs. */
  public final long pausedUntilMicros() {
    return pausedUntilMicros;
  }

  /** Stops it as SIGSTOP does: what is due meanwhile happens afterwards. */
  public final void pauseUntil(long micros) {
    pausedUntilMicros = micros;
  }

  /** Kills it. */
  public final void kill() {
    up = false;
    life++;
    pausedUntilMicros = 0;
    killed();
  }

  /** Starts it again. */
  public final void start() {
    up = true;
    started();
  }

  /** Forgets what was only in memory. */
  protected abstract void killed();

  /** Begins with what is on disk. */
  protected abstract void started();

  @Override
  public final String toString() {
    return name;
  }
}
