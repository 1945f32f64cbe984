package dev.synod.log.batching;

import dev.synod.kernel.Code;
import dev.synod.kernel.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that turns what waits into entries. It waits for a place among the entries in
 * flight first, so that requests gather while the log is busy and leave at once while it is not.
 */
public final class Batcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

  /** To a request that comes, or waits, when the log stops. */
  public static final Reply STOPS =
      Replies.rejected(Code.UNAVAILABLE, "The replica stops; nothing was changed. Try another.");

  private static final long SUBMIT_MILLIS_MAX = 5_000;

  private final Lanes lanes;
  private final Sink sink;
  private final Semaphore places;
  private final Thread thread;

  /** Where entries go. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Submits an entry and sees to the replies; completes, never exceptionally, when its place is
     * free.
     */
    CompletableFuture<?> submit(List<Pending> requests);
  }

  public Batcher(String name, Lanes lanes, BatchLimits limits, Sink sink) {
    this.lanes = lanes;
    this.sink = sink;
    this.places = new Semaphore(limits.inFlightMax());
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        places.acquire();
        List<Pending> batch = lanes.take();
        if (batch.isEmpty()) {
          return;
        }
        submit(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(List<Pending> batch) {
    try {
      var _ = sink.submit(batch).whenComplete((done, failure) -> places.release());
    } catch (RuntimeException e) {
      LOG.error("An entry could not be submitted.", e);
      places.release();
      batch.forEach(
          request ->
              request.reply(
                  Replies.rejected(Code.UNAVAILABLE, "The log could not take the request.")));
    }
  }

  /**
   * Refuses new requests, submits what waits, and ends. Where entries in flight keep it waiting for
   * their places, what is left is refused, too.
   */
  @Override
  public void close() {
    lanes.close();
    try {
      thread.join(SUBMIT_MILLIS_MAX);
      thread.interrupt();
      thread.join(SUBMIT_MILLIS_MAX);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    lanes.takeAll().forEach(request -> request.reply(STOPS));
  }
}
