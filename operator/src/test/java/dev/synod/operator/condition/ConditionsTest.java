package dev.synod.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synod.crds.Condition;
import dev.synod.crds.ConditionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.987Z");
  private static final String EARLIER = "2026-01-01T11:58:20Z";

  private enum Why implements Reason {
    ALL_GOOD,
    NOT_YET
  }

  @Test
  void shouldKeepTimeOfTransitionWhenStatusStays() {
    Condition before = condition("Ready", ConditionStatus.FALSE, "Other");

    List<Condition> after =
        new Conditions(List.of(before), 3L, NOW)
            .with("Ready", Verdict.fails(Why.NOT_YET, "Wait."))
            .list();

    assertThat(after)
        .containsExactly(
            new Condition("Ready", ConditionStatus.FALSE, 3L, EARLIER, "NotYet", "Wait."));
  }

  @Test
  void shouldSetTimeOfTransitionWhenStatusChanges() {
    Condition before = condition("Ready", ConditionStatus.FALSE, "NotYet");

    List<Condition> after =
        new Conditions(List.of(before), 3L, NOW)
            .with("Ready", Verdict.holds(Why.ALL_GOOD, ""))
            .list();

    assertThat(after.getFirst().lastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
  }

  @Test
  void shouldTakeWhatWasToldWhenSomebodyToldIt() {
    Condition told =
        new Condition("Waiting", ConditionStatus.TRUE, null, null, "Approval", "by an editor");

    List<Condition> after =
        new Conditions(List.of(), 1L, NOW)
            .told(List.of(told), "Waiting", Verdict.fails(Why.NOT_YET, ""))
            .told(List.of(told), "Running", Verdict.holds(Why.ALL_GOOD, ""))
            .list();

    assertThat(after)
        .extracting(Condition::type, Condition::reason)
        .containsExactly(tuple("Waiting", "Approval"), tuple("Running", "AllGood"));
  }

  @Test
  void shouldShortenMessageWhenItIsLongerThanTheApiTakes() {
    List<Condition> after =
        new Conditions(List.of(), 1L, NOW)
            .with("Ready", Verdict.fails(Why.NOT_YET, "x".repeat(40_000)))
            .list();

    assertThat(after.getFirst().message()).hasSize(32_768);
  }

  @Test
  void shouldLookAgainLaterWhenItHasLastedLonger() {
    Condition lasting = condition("Ready", ConditionStatus.FALSE, "NotYet");

    assertThat(Backoff.of(List.of(), "Ready", NOW)).isEqualTo(Duration.ofSeconds(2));
    assertThat(Backoff.of(List.of(lasting), "Ready", Instant.parse("2026-01-01T12:00:00Z")))
        .isEqualTo(Duration.ofSeconds(25));
    assertThat(Backoff.of(List.of(lasting), "Ready", NOW.plusSeconds(7200)))
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void shouldTellTransitionWhenStatusOrReasonChangedButNotWhenWordsDid() {
    Condition before = condition("Ready", ConditionStatus.TRUE, "Connected");
    Condition otherWords =
        new Condition("Ready", ConditionStatus.TRUE, 1L, EARLIER, "Connected", "other");
    Condition lost = condition("Ready", ConditionStatus.FALSE, "NoInstanceConnected");

    assertThat(Transition.between(List.of(before), List.of(otherWords))).isEmpty();
    assertThat(Transition.between(List.of(before), List.of(lost)))
        .singleElement()
        .matches(Transition::isWarning);
    assertThat(Transition.between(List.of(), List.of(lost)))
        .singleElement()
        .matches(transition -> !transition.isWarning());
  }

  @Test
  void shouldWarnOfRunThatFaultedAndStaySilentOfItsSteps() {
    Condition faulted = condition("Completed", ConditionStatus.TRUE, "Faulted");
    Condition succeeded = condition("Completed", ConditionStatus.TRUE, "Succeeded");
    Condition waiting = condition("Waiting", ConditionStatus.TRUE, "Barrier");

    assertThat(new Transition(null, faulted).isWarning()).isTrue();
    assertThat(new Transition(null, succeeded).isWarning()).isFalse();
    assertThat(new Transition(null, waiting).isWorthAnEvent()).isFalse();
  }

  private static Condition condition(String type, ConditionStatus status, String reason) {
    return new Condition(type, status, 1L, EARLIER, reason, "");
  }
}
