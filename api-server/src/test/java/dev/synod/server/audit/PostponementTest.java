package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostponementTest {
  @Test
  void shouldWaitLongerEachTimeUpToALimit() {
    List<Long> seconds =
        Stream.of(0, 1, 2, 3, 4, 5, 6, 1_000_000)
            .map(Postponement::after)
            .map(Duration::toSeconds)
            .toList();

    assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
  }

  @Test
  void shouldSayWhenItIsTriedAgain() {
    assertThat(Postponement.told("No key is there.", Duration.ofSeconds(40)))
        .isEqualTo("No key is there. It is tried again after 40 s.");
  }
}
