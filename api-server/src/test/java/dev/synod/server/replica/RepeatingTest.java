package dev.synod.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatingTest {
  private static final long LIMIT_SECONDS = 10;

  @Test
  void shouldGoOnAfterWhateverAStepThrows() throws Exception {
    var steps = new CountDownLatch(3);
    Repeating.Step step =
        () -> {
          steps.countDown();
          if (steps.getCount() == 2) {
            throw new StackOverflowError("the first step");
          }
          throw new IllegalStateException("another step");
        };

    try (var _ = new Repeating("steps", Duration.ofMillis(1), "A step failed", step)) {
      assertThat(steps.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shouldEndWhereItIsClosed() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Repeating.Step step =
        () -> {
          begun.countDown();
          try {
            TimeUnit.HOURS.sleep(1);
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };

    try (var _ = new Repeating("steps", Duration.ofMillis(1), "A step failed", step)) {
      assertThat(begun.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(interrupted.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
