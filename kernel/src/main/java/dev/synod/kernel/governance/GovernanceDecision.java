package dev.synod.kernel.governance;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges what governance tells: it has to be bounded, and to make sense. */
public final class GovernanceDecision {
  private GovernanceDecision() {}

  public static @Nullable Rejection decide(Draft draft, GovernanceCommand command) {
    return switch (command) {
      case GovernanceCommand.RecordDecisions c -> record(draft, c);
    };
  }

  private static @Nullable Rejection record(
      Draft draft, GovernanceCommand.RecordDecisions command) {
    int decisions = command.decisions().size();
    if (decisions > Limits.DECISIONS_PER_RECORD_MAX
        || command.dropped() < 0
        || (decisions == 0 && command.dropped() == 0)) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected 1 to %d decisions, or a count of dropped ones, but found %d and %d."
              .formatted(Limits.DECISIONS_PER_RECORD_MAX, decisions, command.dropped()));
    }
    for (RecordedDecision decision : command.decisions()) {
      Rejection senseless = check(decision);
      if (senseless != null) {
        return senseless;
      }
    }
    draft.emit(new GovernanceEvent.DecisionsRecorded(command.decisions(), command.dropped()));
    return null;
  }

  private static @Nullable Rejection check(RecordedDecision decision) {
    if (decision.count() < 1 || decision.firstMillis() > decision.lastMillis()) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a decision that was made at least once, from a first to a last time, but found %d, from %s to %s."
              .formatted(
                  decision.count(),
                  Instant.ofEpochMilli(decision.firstMillis()),
                  Instant.ofEpochMilli(decision.lastMillis())));
    }
    var answer = decision.answer();
    int reasons = answer.reasons().size() + answer.warnings().size();
    if (reasons > Limits.DECISION_REASONS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d reasons and warnings of a decision, but found %d."
              .formatted(Limits.DECISION_REASONS_MAX, reasons));
    }
    int input = decision.question().input().json().length();
    if (input > Limits.DECISION_INPUT_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected an input of at most %d characters, but found %d."
              .formatted(Limits.DECISION_INPUT_SIZE_MAX, input));
    }
    int longest = texts(decision).mapToInt(String::length).max().orElse(0);
    return longest <= Limits.TEXT_LENGTH_MAX && !decision.id().isEmpty()
        ? null
        : new Rejection(
            Code.INVALID_ARGUMENT,
            "Expected an id, and texts of at most %d characters, but found an id of %d and a text of %d."
                .formatted(Limits.TEXT_LENGTH_MAX, decision.id().length(), longest));
  }

  private static Stream<String> texts(RecordedDecision decision) {
    var question = decision.question();
    var answer = decision.answer();
    return Stream.of(
            Stream.of(decision.id(), question.subject(), question.action(), answer.digest()),
            question.masked().stream(),
            Stream.concat(answer.reasons().stream(), answer.warnings().stream())
                .flatMap(
                    because ->
                        Stream.of(
                            because.rule(), because.message(), because.file(), because.source())))
        .flatMap(text -> text);
  }
}
