package dev.synod.planted;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that is off by what a file says. */
final class WrongClock extends Clock {
  private final Clock right;
  private final WallOffset offset;

  WrongClock(Clock right, WallOffset offset) {
    this.right = right;
    this.offset = offset;
  }

  @Override
  public ZoneId getZone() {
    return right.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new WrongClock(right.withZone(zone), offset);
  }

  @Override
  public Instant instant() {
    return right.instant().plusMillis(offset.millis());
  }
}
