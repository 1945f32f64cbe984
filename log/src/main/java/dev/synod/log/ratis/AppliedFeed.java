package dev.synod.log.ratis;

import dev.synod.log.Applied;
import dev.synod.log.AppliedListener;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.ReplicatedLog.Backpressure;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener with its queue and its thread. */
final class AppliedFeed implements ReplicatedLog.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(AppliedFeed.class);
  private static final int QUEUED_ENTRIES_MAX = 1_024;

  private final String name;
  private final Backpressure backpressure;
  private final AppliedListener listener;
  private final ArrayBlockingQueue<Applied> queue = new ArrayBlockingQueue<>(QUEUED_ENTRIES_MAX);
  private final Thread thread;
  private volatile boolean open = true;
  private volatile String endedBecause = "";

  AppliedFeed(String name, Backpressure backpressure, AppliedListener listener) {
    this.name = name;
    this.backpressure = backpressure;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("log-feed-" + name).daemon().start(this::run);
  }

  /** Hands an entry over; answers whether the feed still wants more. */
  boolean offer(Applied applied) {
    while (open) {
      if (queue.offer(applied)) {
        return true;
      }
      switch (backpressure) {
        case END -> {
          endedBecause =
              "The listener %s is more than %d entries behind.".formatted(name, QUEUED_ENTRIES_MAX);
          close();
        }
        case WAIT -> {
          if (waited(applied)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean waited(Applied applied) {
    try {
      return queue.offer(applied, 100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endedBecause = "The replica stops.";
      close();
      return false;
    }
  }

  private void run() {
    try {
      while (open || (backpressure == Backpressure.WAIT && !queue.isEmpty())) {
        Applied next = queue.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          listener.applied(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The listener {} failed and is ended.", name, e);
      endedBecause = "The listener %s failed: %s".formatted(name, e);
      open = false;
    }
    listener.ended(endedBecause);
  }

  /** Ends the calls; a feed that the log waits for still gets what it was handed. */
  @Override
  public void close() {
    open = false;
  }

  /** Ends the calls and waits until the last one returned. */
  void drain() throws InterruptedException {
    close();
    thread.join(10_000);
  }
}
