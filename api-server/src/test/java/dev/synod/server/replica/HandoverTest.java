package dev.synod.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private static final String FULL = "for the disk of this replica is below its reserve";

  private final Handover handover = new Handover();

  @Test
  void shouldSayThatNobodyIsAbleOnceUntilSomebodyIs() {
    assertThat(handover.news(FULL, List.of()))
        .hasValueSatisfying(said -> assertThat(said).contains(FULL, "no other replica is able"));
    assertThat(handover.news(FULL, List.of())).isEmpty();
    assertThat(handover.news(FULL, List.of("r2-b")))
        .hasValueSatisfying(said -> assertThat(said).startsWith("Leadership is given away"));
    assertThat(handover.news(FULL, List.of("r2-b", "r3-c"))).isEmpty();
  }

  @Test
  void shouldSayItAgainForAnotherReasonOrAnotherTime() {
    assertThat(handover.news(FULL, List.of())).isPresent();
    assertThat(handover.news("for its state is not the majority's", List.of())).isPresent();

    handover.over();

    assertThat(handover.news("for its state is not the majority's", List.of())).isPresent();
  }
}
