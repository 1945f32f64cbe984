package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.log.DiskSpace;
import dev.synod.log.LogConfig.Retention;
import org.junit.jupiter.api.Test;

/** The least reserve that may be asked for, beside what is written at once. */
class DiskReserveTest {
  /** What a message has beside its entries: who sends it, terms, commit indexes. */
  private static final long HEADER_BYTES = 64 << 10;

  @Test
  void shouldTurnNoMessageAwayFromAFollowerThatIsNotLow() {
    long reserve = Retention.DISK_RESERVE_BYTES_MIN;
    var space = new DiskSpace(reserve, reserve);

    assertThat(space.isLow()).isFalse();
    assertThat(space.hasRoomFor(Disk.COPIES * (RatisSettings.MESSAGE_BYTES_MAX + HEADER_BYTES)))
        .isTrue();
  }
}
