package dev.synod.log.ratis;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.time.TimeCommand;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.Salts;
import dev.synod.log.batching.LeaderClock;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets the leader tell the state what time it is: when a deadline falls due, and at least once in
 * an interval.
 */
final class Ticker implements AutoCloseable {
  private static final long CHECK_MILLIS = 10;

  private final long intervalNanos;
  private final LeaderClock clock;
  private final BooleanSupplier leads;
  private final Supplier<KernelState> state;
  private final Function<Request, CompletableFuture<Reply>> submit;
  private final Salts salts = new Salts();
  private final Thread thread;
  private volatile boolean open = true;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
  private long lastNanos = System.nanoTime();

  Ticker(
      long intervalMillis,
      LeaderClock clock,
      BooleanSupplier leads,
      Supplier<KernelState> state,
      Function<Request, CompletableFuture<Reply>> submit) {
    this.intervalNanos = intervalMillis * 1_000_000;
    this.clock = clock;
    this.leads = leads;
    this.state = state;
    this.submit = submit;
    this.thread = Thread.ofPlatform().name("log-ticks").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (open) {
        Thread.sleep(CHECK_MILLIS);
        if (last.isDone() && leads.getAsBoolean() && due()) {
          lastNanos = System.nanoTime();
          last = submit.apply(new Request(origin(), new TimeCommand.Tick(), Bytes.EMPTY));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean due() {
    KernelState now = state.get();
    long time = clock.nextMillis();
    return now.nextDeadlineMillis() <= time
        || time - now.clock().timeMillis() > Limits.TIME_JUMP_MILLIS_MAX
        || System.nanoTime() - lastNanos >= intervalNanos;
  }

  private Origin origin() {
    return new Origin(Origin.SYSTEM, Numbering.NONE, 0, null, salts.next(), "");
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }
}
