package dev.synod.sdk;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a session is open, and waiting for it to be or to end. */
final class Presence {
  private static final long CLOSE_SECONDS_MAX = 5;

  private final Pending<SessionInfo> opened = new Pending<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile @Nullable SynodException cause;

  Pending<SessionInfo> opened() {
    return opened;
  }

  void opened(SessionInfo session) {
    opened.settle(session);
  }

  void closed(@Nullable SynodException why) {
    cause = why;
    opened.settleExceptionally(gone(why));
    end.countDown();
  }

  /** Waits a moment for the end. */
  void closing() {
    try {
      var _ = end.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void awaitClosed() throws InterruptedException {
    end.await();
    SynodException why = cause;
    if (why != null) {
      throw new SynodException(why.code(), String.valueOf(why.getMessage()), why.details(), why);
    }
  }

  static SynodException gone(@Nullable SynodException cause) {
    return cause == null
        ? new SynodException(
            SynodException.SESSION_GONE,
            "Expected an open session, but it was closed by its owner.")
        : cause;
  }
}
