package dev.synod.operator.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConnectednessTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Connectedness connectedness =
      new Connectedness(((InstantSource) now::get).withZone(ZoneOffset.UTC));

  @Test
  void shouldNotBeCurrentWhenItWasNeverConnected() {
    assertThat(connectedness.isCurrent()).isFalse();
    assertThat(connectedness.hasTurned()).isFalse();
  }

  @Test
  void shouldNotTurnWhenConnectionComesBackSoon() {
    connectedness.begin();
    assertThat(connectedness.hasTurned()).isTrue();

    connectedness.end();
    pass(Connectedness.GRACE.minusMillis(1));
    assertThat(connectedness.hasTurned()).isFalse();
    connectedness.begin();

    assertThat(connectedness.hasTurned()).isFalse();
    assertThat(connectedness.isCurrent()).isTrue();
  }

  @Test
  void shouldTurnOnceWhenConnectionStaysAway() {
    connectedness.begin();
    assertThat(connectedness.hasTurned()).isTrue();

    connectedness.end();
    pass(Connectedness.GRACE);
    connectedness.end();

    assertThat(connectedness.hasTurned()).isTrue();
    assertThat(connectedness.hasTurned()).isFalse();
    assertThat(connectedness.isCurrent()).isFalse();
  }

  private void pass(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }
}
