package dev.synod.operator.declaration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether what a stream told is current. A connection that comes back soon was never away: else
 * each restart of the API server would change the status of every resource twice.
 */
final class Connectedness {
  static final Duration GRACE = Duration.ofSeconds(5);

  private final Clock clock;
  private boolean connected;
  private Instant endedAt;
  private boolean toldCurrent;

  Connectedness(Clock clock) {
    this.clock = clock;
    this.endedAt = clock.instant().minus(GRACE);
  }

  synchronized void begin() {
    connected = true;
  }

  synchronized void end() {
    if (connected) {
      connected = false;
      endedAt = clock.instant();
    }
  }

  synchronized boolean isConnected() {
    return connected;
  }

  synchronized boolean isCurrent() {
    return connected || clock.instant().isBefore(endedAt.plus(GRACE));
  }

  /** Whether {@link #isCurrent} is another than at the last call; every resource tells it. */
  synchronized boolean hasTurned() {
    boolean turned = toldCurrent != isCurrent();
    toldCurrent = isCurrent();
    return turned;
  }
}
