package dev.synod.log;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.log.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The one order of all commands, applied to the kernel's state on every replica. What is
 * acknowledged is durable on a majority of the replicas.
 *
 * <p>Futures of submissions complete normally, with a rejection where the log itself refuses:
 * {@code limit-exceeded} when a lane's queue is full, {@code too-large} and {@code
 * invalid-argument} before anything was submitted, {@code unavailable} when it certainly had no
 * effect, {@code indeterminate} when nobody can know. They complete exceptionally only with {@link
 * NotLeaderException}, which also promises that there was no effect. They complete on threads of
 * the log: callers must not block in what they attach.
 */
public interface ReplicatedLog extends AutoCloseable {

  /** Most bytes of the encoded commands of one entry, and so of one request. */
  int ENTRY_BYTES_MAX = 1024 * 1024;

  /**
   * Submits one request. Its payload digest is not looked at: each replica computes it from the
   * bytes.
   *
   * <p>Requests that one thread submits to one lane are applied in that order.
   */
  CompletableFuture<Reply> submit(Request request, Lane lane);

  /**
   * Submits many requests of a stream, in order, with one future for all replies. They may spread
   * over several entries; each is accepted or refused by itself.
   */
  CompletableFuture<List<Reply>> submitAll(List<Request> requests, Lane lane);

  /** The latest state that this replica has applied; a pointer to an immutable value. */
  KernelState state();

  /**
   * A state that holds every request acknowledged anywhere before this call (ReadIndex, Raft thesis
   * section 6.4). Fails with {@link NotLeaderException} or {@link LogUnavailableException}.
   */
  CompletableFuture<KernelState> linearizable();

  /**
   * The state as soon as this replica has applied the given revision, so that clients read their
   * own writes from any replica. Fails with {@link java.util.concurrent.TimeoutException}.
   */
  CompletableFuture<KernelState> awaitRevision(long revision, Duration timeout);

  /** Who leads, who is there, how far this replica is. */
  LogStatus status();

  /** What is left of the disk on which this replica keeps everything. */
  DiskSpace disk();

  /** The state's digest at the last points at which replicas compare it, oldest first. */
  List<DigestPoint> digestPoints();

  /**
   * Calls the listener with each entry applied from now on, in order, on a thread of its own behind
   * a bounded queue.
   */
  Subscription listen(String name, Backpressure backpressure, AppliedListener listener);

  /** The recent events, for watches. */
  Tail tail();

  /** All outcomes since the oldest consumer's position, on disk. */
  Journal journal();

  /** The committed entries that the log still holds, decoded. */
  LogEntries entries();

  /** Stops serving, and flushes what is applied. */
  @Override
  void close();

  /** What happens when a listener is slower than the log. */
  enum Backpressure {
    /** The log waits: for consumers that only touch memory or the local disk. */
    WAIT,
    /** The listener is ended, and told so; it may begin anew. */
    END
  }

  /** Ends a listener's calls when closed. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
