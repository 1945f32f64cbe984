package dev.synod.log.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaderClockTest {
  private final AtomicLong wall = new AtomicLong(1_000_000);
  private final AtomicLong nanos = new AtomicLong();
  private final LeaderClock clock = new LeaderClock(wall::get, nanos::get);

  @Test
  void shouldAdvanceWithTheMonotonicClockWhenTheWallClockIsStepped() {
    clock.lead(0);
    wall.addAndGet(-500_000);
    nanos.addAndGet(2_000_000_000L);
    assertThat(clock.nextMillis()).isEqualTo(1_002_000);
    wall.addAndGet(900_000_000);
    nanos.addAndGet(1_000_000_000L);
    assertThat(clock.nextMillis()).isEqualTo(1_003_000);
  }

  @Test
  void shouldGoOnFromTheStateWhereThatIsAheadOfTheWallClock() {
    clock.lead(5_000_000);
    assertThat(clock.nextMillis()).isEqualTo(5_000_000);
    nanos.addAndGet(10_000_000_000L);
    assertThat(clock.nextMillis()).isEqualTo(5_010_000);
  }

  @Test
  void shouldMakeNothingFallDueWhereTheWallClockOfAFollowerIsAnHourAhead() {
    clock.followed(1_000_000);
    nanos.addAndGet(700_000_000L);
    wall.set(1_000_000 + 3_600_000);
    clock.lead(1_000_000);
    assertThat(clock.nextMillis()).isEqualTo(1_000_700 + LeaderClock.AHEAD_MILLIS_MAX);
    nanos.addAndGet(1_000_000_000L);
    assertThat(clock.nextMillis()).isEqualTo(1_001_700 + LeaderClock.AHEAD_MILLIS_MAX);
  }

  @Test
  void shouldLoseNoTimeWhereTheWallClockOfAFollowerIsAnHourBehind() {
    clock.followed(5_000_000);
    nanos.addAndGet(700_000_000L);
    wall.set(5_000_000 - 3_600_000);
    clock.lead(5_000_000);
    assertThat(clock.nextMillis()).isEqualTo(5_000_700);
  }

  @Test
  void shouldTakeUpASmallDifferenceOfAFollowersWallClock() {
    clock.followed(1_000_000);
    wall.set(1_003_000);
    clock.lead(1_000_000);
    assertThat(clock.nextMillis()).isEqualTo(1_003_000);
  }

  @Test
  void shouldReadTheWallClockAnewWhenLeadingBegins() {
    wall.set(9_000_000);
    clock.lead(1_000_000);
    assertThat(clock.nextMillis()).isEqualTo(9_000_000);
  }
}
