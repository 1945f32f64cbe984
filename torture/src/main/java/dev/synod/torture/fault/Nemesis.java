package dev.synod.torture.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does one thing after another to the servers, and mends each before the next. What, to whom and
 * for how long is drawn from a seed; who leads at that moment is not.
 */
public final class Nemesis implements Runnable {
  private static final int GAP_MILLIS_MIN = 1_000;
  private static final int GAP_MILLIS_MAX = 3_000;
  private static final int LASTS_MILLIS_MIN = 800;
  private static final int LASTS_MILLIS_MAX = 4_000;

  private final Arena arena;
  private final SplittableRandom random;
  private final CountDownLatch end;
  private final List<Fault> kinds;
  private final List<Done> done = new ArrayList<>();
  private Optional<String> failure = Optional.empty();

  /**
   * A fault that was inflicted, whether or not it could be mended.
   *
   * @param ofLeader whether the server that it met led at that moment
   * @param askedNanos when it was about to be inflicted, on the monotonic clock of this process
   * @param inflictedNanos when it was
   */
  public record Done(Fault fault, boolean ofLeader, long askedNanos, long inflictedNanos) {
    /** Whether no write can be acknowledged until another leads, or it is mended. */
    public boolean haltsWrites() {
      return ofLeader || fault == Fault.PAUSE_MAJORITY;
    }
  }

  /**
   * @param end when it comes the present fault is mended, and no other follows
   */
  public Nemesis(Arena arena, long seed, CountDownLatch end) {
    this.arena = arena;
    this.random = new SplittableRandom(seed);
    this.end = end;
    this.kinds = Arrays.stream(Fault.values()).filter(arena::allows).toList();
  }

  /** What was inflicted so far. */
  public synchronized List<Done> done() {
    return List.copyOf(done);
  }

  /** Why there are no more faults, where one could not be inflicted or mended. */
  public synchronized Optional<String> failure() {
    return failure;
  }

  @Override
  public void run() {
    String doing = "Before the first fault";
    try {
      // Each kind comes once before any comes again, so that a short run has met all.
      var bag = new ArrayList<Fault>();
      while (!end.await(between(GAP_MILLIS_MIN, GAP_MILLIS_MAX), TimeUnit.MILLISECONDS)) {
        if (bag.isEmpty()) {
          bag.addAll(kinds);
        }
        Fault fault = bag.remove(random.nextInt(bag.size()));
        boolean wantsLeader = random.nextInt(3) > 0;
        int drawn = random.nextInt(arena.size());
        Duration lasts = Duration.ofMillis(between(LASTS_MILLIS_MIN, LASTS_MILLIS_MAX));
        int number = done().size() + 1;
        doing =
            "Fault %d (%s): no leader was found to choose whom it meets".formatted(number, fault);
        int leader = arena.leader();
        int target = wantsLeader ? leader : drawn;
        doing = "Fault %d (%s) of server r%d".formatted(number, fault, target + 1);
        strike(fault, target, target == leader, lasts);
      }
    } catch (InterruptedException e) {
      failed(doing, e);
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | AssertionError e) {
      failed(doing, e);
    }
  }

  private void strike(Fault fault, int target, boolean ofLeader, Duration lasts)
      throws IOException, InterruptedException {
    long asked = System.nanoTime();
    Arena.Mending mending = arena.inflict(fault, target);
    synchronized (this) {
      done.add(new Done(fault, ofLeader, asked, System.nanoTime()));
    }
    try {
      if (fault != Fault.RESTART) {
        var _ = end.await(lasts.toMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      mending.mend();
    }
  }

  private synchronized void failed(String doing, Throwable cause) {
    failure = Optional.of("%s, and there were no faults after it: %s".formatted(doing, cause));
  }

  private int between(int min, int max) {
    return random.nextInt(min, max);
  }
}
