package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.log.ratis.Arrivals.Message;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long ALL = Disk.COPIES;
  private static final long JOURNAL = Disk.JOURNAL_COPIES;

  private final AtomicLong lastIndex = new AtomicLong(30);
  private final AtomicLong appliedIndex = new AtomicLong(9);
  private final Arrivals arrivals = new Arrivals(lastIndex::get, appliedIndex::get);

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
    store(20, 100);

    appliedIndex.set(19);
    assertThat(arrivals.bytesToWrite()).isEqualTo(JOURNAL * 100);

    appliedIndex.set(20);
    assertThat(arrivals.bytesToWrite()).isZero();
  }

  @Test
  void shouldForgetWhatWasRefused() {
    arrivals.sent(new Message(20, 100));

    arrivals.refused(new Message(20, 100));

    assertThat(arrivals.bytesToWrite()).isZero();
  }

  @Test
  void shouldCountNothingBeyondTheEndOfTheLog() {
    store(20, 100);
    store(25, 10);

    // A message never got there, or a new leader had its entries taken out.
    lastIndex.set(24);
    assertThat(arrivals.bytesToWrite()).isEqualTo(JOURNAL * 100);

    lastIndex.set(25);
    assertThat(arrivals.bytesToWrite()).isEqualTo(JOURNAL * 110);
  }

  @Test
  void shouldForgetEntriesThatOthersReplaced() {
    store(20, 100);
    store(20, 7);
    assertThat(arrivals.bytesToWrite()).isEqualTo(JOURNAL * 107);

    appliedIndex.set(25);

    assertThat(arrivals.bytesToWrite()).isZero();
  }

  private void store(long last, long bytes) {
    arrivals.sent(new Message(last, bytes));
    arrivals.stored(new Message(last, bytes));
  }
}
