package dev.synod.torture.fault;

import dev.synod.torture.cluster.Cluster;
import dev.synod.torture.cluster.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final Cluster cluster;
  private final SplittableRandom random;
  private final CountDownLatch end;
  private final List<Fault> kinds;
  private final List<Done> done = new ArrayList<>();

  /**
   * A fault that was.
   *
   * @param ofLeader whether the server that it met led at that moment
   * @param atNanos when, on the monotonic clock of this process
   */
  public record Done(Fault fault, boolean ofLeader, long atNanos) {}

  /**
   * @param end when it comes the present fault is mended, and no other follows
   */
  public Nemesis(Cluster cluster, long seed, CountDownLatch end) {
    this.cluster = cluster;
    this.random = new SplittableRandom(seed);
    this.end = end;
    this.kinds =
        Arrays.stream(Fault.values())
            .filter(fault -> !fault.needsNetwork() || cluster.network().isPresent())
            .toList();
  }

  /** What was done so far. */
  public synchronized List<Done> done() {
    return List.copyOf(done);
  }

  @Override
  public void run() {
    // Each kind comes once before any comes again, so that a short run has met all.
    var bag = new ArrayList<Fault>();
    try {
      while (!end.await(between(GAP_MILLIS_MIN, GAP_MILLIS_MAX), TimeUnit.MILLISECONDS)) {
        if (bag.isEmpty()) {
          bag.addAll(kinds);
        }
        Fault fault = bag.remove(random.nextInt(bag.size()));
        boolean wantsLeader = random.nextInt(3) > 0;
        int drawn = random.nextInt(Cluster.SIZE);
        int lasts = between(LASTS_MILLIS_MIN, LASTS_MILLIS_MAX);
        int leader = cluster.leader();
        int target = wantsLeader ? leader : drawn;
        synchronized (this) {
          done.add(new Done(fault, target == leader, System.nanoTime()));
        }
        inflict(fault, target, Duration.ofMillis(lasts));
      }
    } catch (IOException e) {
      throw new IllegalStateException("A fault could not be done or mended.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int between(int min, int max) {
    return random.nextInt(min, max);
  }

  private void inflict(Fault fault, int target, Duration lasts)
      throws IOException, InterruptedException {
    var server = cluster.servers().get(target);
    switch (fault) {
      case KILL -> {
        server.kill();
        last(lasts);
        server.start();
      }
      case RESTART -> {
        server.stop();
        server.start();
      }
      case PAUSE -> pause(List.of(target), lasts);
      case PAUSE_MAJORITY -> pause(List.of(target, (target + 1) % Cluster.SIZE), lasts);
      case CUT_OFF, CUT_ONE_WAY -> {
        Network network = cluster.network().orElseThrow();
        try {
          for (int other = 0; other < Cluster.SIZE; other++) {
            if (other != target) {
              network.cut(other, target);
              if (fault == Fault.CUT_OFF) {
                network.cut(target, other);
              }
            }
          }
          last(lasts);
        } finally {
          network.heal();
        }
      }
    }
  }

  private void pause(List<Integer> targets, Duration lasts)
      throws IOException, InterruptedException {
    try {
      for (int target : targets) {
        cluster.signal(target, "STOP");
      }
      last(lasts);
    } finally {
      for (int target : targets) {
        cluster.signal(target, "CONT");
      }
    }
  }

  private void last(Duration time) throws InterruptedException {
    var _ = end.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
