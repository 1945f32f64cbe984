package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.log.ratis.Arrivals.Message;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long ALL = Disk.COPIES;
  private static final long JOURNAL = Disk.JOURNAL_COPIES;

  private final AtomicLong appliedIndex = new AtomicLong(9);
  private final Arrivals arrivals = new Arrivals(appliedIndex::get);

  @Test
  void shouldCountAllCopiesOfAMessageUntilItIsStored() {
    arrivals.sent(new Message(20, 100));
    arrivals.sent(new Message(30, 10));
    assertThat(arrivals.bytesToWrite()).isEqualTo(ALL * 110);

    arrivals.stored(new Message(20, 100));

    assertThat(arrivals.bytesToWrite()).isEqualTo(ALL * 10 + JOURNAL * 100);
  }

  @Test
  void shouldCountTheJournalsCopiesUntilAllEntriesOfAMessageAreApplied() {
    arrivals.sent(new Message(20, 100));
    arrivals.stored(new Message(20, 100));

    appliedIndex.set(19);
    assertThat(arrivals.bytesToWrite()).isEqualTo(JOURNAL * 100);

    appliedIndex.set(20);
    assertThat(arrivals.bytesToWrite()).isZero();
  }

  @Test
  void shouldForgetWhatWasDropped() {
    arrivals.sent(new Message(20, 100));

    arrivals.dropped(new Message(20, 100));

    assertThat(arrivals.bytesToWrite()).isZero();
  }

  @Test
  void shouldForgetEntriesThatOthersReplaced() {
    // A new leader's entries take the places of those that were never committed.
    arrivals.sent(new Message(20, 100));
    arrivals.stored(new Message(20, 100));
    arrivals.sent(new Message(20, 7));
    arrivals.stored(new Message(20, 7));
    assertThat(arrivals.bytesToWrite()).isEqualTo(JOURNAL * 107);

    appliedIndex.set(25);

    assertThat(arrivals.bytesToWrite()).isZero();
  }
}
