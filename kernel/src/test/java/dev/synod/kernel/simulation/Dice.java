package dev.synod.kernel.simulation;

import java.util.List;
import java.util.Random;

/** Choices that follow from a seed. */
public final class Dice {
  private final Random random;

  public Dice(long seed) {
    this.random = new Random(seed);
  }

  /** Whether something happens that happens so many times in a hundred. */
  public boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** A number from {@code from} to {@code to}, both included. */
  public int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  public long next() {
    return random.nextLong();
  }

  public <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  public final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
