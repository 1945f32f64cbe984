package dev.synod.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.governance.Because;
import dev.synod.kernel.governance.GovernanceCommand.RecordDecisions;
import dev.synod.kernel.governance.GovernanceEvent.DecisionsRecorded;
import dev.synod.kernel.governance.RecordedDecision;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GovernanceTest {
  private static final Because BECAUSE =
      new Because("agent_in_group", "no", "synod/authz.rego", 7, "denials contains x");

  @Test
  void shouldKeepDecisionsAndWhatWasDropped() {
    RecordedDecision decision = decision(3, 10, 20, Value.of("input"), "no");

    Outcome outcome = outcome(Origin.system(), new RecordDecisions(List.of(decision), 2));

    assertThat(outcome.events().stream().map(Recorded::event))
        .containsExactly(new DecisionsRecorded(List.of(decision), 2));
    assertThat(outcome.leaf().length()).isPositive();
  }

  @Test
  void shouldKeepACountOfDroppedDecisionsAlone() {
    assertThat(outcome(Origin.system(), new RecordDecisions(List.of(), 9)).events()).hasSize(1);
    assertThat(rejection(new RecordDecisions(List.of(), 0))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(rejection(new RecordDecisions(List.of(), -1))).isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldRefuseDecisionsThatMakeNoSense() {
    assertThat(rejection(decision(0, 10, 20, Value.of("x"), "no")))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(rejection(decision(1, 21, 20, Value.of("x"), "no")))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldRefuseMoreThanTheLimits() {
    var one = decision(1, 10, 10, Value.of("x"), "no");
    assertThat(
            rejection(
                new RecordDecisions(
                    Collections.nCopies(Limits.DECISIONS_PER_RECORD_MAX + 1, one), 0)))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(
            rejection(
                decision(1, 10, 10, Value.of("x".repeat(Limits.DECISION_INPUT_SIZE_MAX)), "no")))
        .isEqualTo(Code.TOO_LARGE);
    assertThat(
            rejection(decision(1, 10, 10, Value.of("x"), "x".repeat(Limits.TEXT_LENGTH_MAX + 1))))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(
            rejection(
                decision(
                    Value.of("x"), Collections.nCopies(Limits.DECISION_REASONS_MAX + 1, BECAUSE))))
        .isEqualTo(Code.LIMIT_EXCEEDED);
  }

  @Test
  void shouldRefuseWhatSomebodyElseTells() {
    var origin = new Origin("person:ann", Numbering.NONE, 0, null, Bytes.EMPTY, "");
    var command = new RecordDecisions(List.of(), 1);

    assertThat(code(outcome(origin, command))).isEqualTo(Code.PERMIT_REQUIRED);
  }

  private static RecordedDecision decision(
      long count, long first, long last, Value input, String message) {
    RecordedDecision like =
        decision(input, List.of(new Because(BECAUSE.rule(), message, BECAUSE.file(), 7, "source")));
    return new RecordedDecision(
        like.id(), false, count, first, last, like.question(), like.answer());
  }

  private static RecordedDecision decision(Value input, List<Because> reasons) {
    return new RecordedDecision(
        "d1",
        false,
        1,
        10,
        10,
        new RecordedDecision.Question(
            "person:ann", "task.submit", new Scope("review", "g"), input, List.of()),
        new RecordedDecision.Answer(reasons, List.of(), 4, "digest"));
  }

  private static Outcome outcome(Origin origin, Command command) {
    var request = new Request(origin, command, Bytes.EMPTY);
    return Kernel.apply(KernelState.EMPTY, new Batch(1, 1_000, List.of(request)))
        .outcomes()
        .getFirst();
  }

  private static Code rejection(RecordedDecision decision) {
    return rejection(new RecordDecisions(List.of(decision), 0));
  }

  private static Code rejection(Command command) {
    return code(outcome(Origin.system(), command));
  }

  private static Code code(Outcome outcome) {
    return ((Reply.Rejected) outcome.reply()).rejection().code();
  }
}
