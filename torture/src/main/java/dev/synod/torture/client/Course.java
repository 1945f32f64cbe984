package dev.synod.torture.client;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A run from its beginning to its end, as clients see it. */
public final class Course {
  /** How long a register is in use: the shorter, the easier it is to judge. */
  private static final long EPOCH_NANOS = Duration.ofSeconds(5).toNanos();

  private static final int REGISTERS = 3;

  private final CountDownLatch end;
  private final long beganAtNanos = System.nanoTime();

  public Course(CountDownLatch end) {
    this.end = end;
  }

  /** A register, by its key, out of those that are in use now. */
  String register(SplittableRandom random) {
    long epoch = (System.nanoTime() - beganAtNanos) / EPOCH_NANOS;
    return "reg/" + epoch + "/" + random.nextInt(REGISTERS);
  }

  /** Lets a random time pass; whether the run goes on. */
  boolean goesOn(SplittableRandom random, int millisMax) throws InterruptedException {
    return !end.await(random.nextInt(millisMax) + 1L, TimeUnit.MILLISECONDS);
  }

  /** Lets the run end. */
  public void end() {
    end.countDown();
  }
}
