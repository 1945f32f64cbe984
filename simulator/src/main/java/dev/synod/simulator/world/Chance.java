package dev.synod.simulator.world;

import java.util.List;
import java.util.Random;

/** Choices that follow from a seed. */
public final class Chance {
  private final Random random;

  public Chance(long seed) {
    this.random = new Random(seed);
  }

  /** Whether something happens that happens so many times in ten thousand. */
  public boolean of(int perTenThousand) {
    return random.nextInt(10_000) < perTenThousand;
  }

  /** A number from {@code from} to {@code to}, both included. */
  public long between(long from, long to) {
    return from + random.nextLong(to - from + 1);
  }

  /** A span around a mean, as between events that know nothing of each other. */
  public long span(long mean) {
    return Math.max(1, (long) (-Math.log(1 - random.nextDouble()) * mean));
  }

  public <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
