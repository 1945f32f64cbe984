package dev.synod.torture.client;

import dev.synod.sdk.SynodException;
import dev.synod.testkit.history.Operation.Answer;
import java.util.Optional;

/** What the client library's failures say about the effect of a write. */
final class Refused {
  private Refused() {}

  /** The answer; none where the library promises that there was no effect. */
  static Optional<Answer> write(SynodException failure) {
    return switch (failure.code()) {
      case "revision-conflict" -> Optional.of(Answer.REFUSED);
      case SynodException.INDETERMINATE, "deadline-exceeded" -> Optional.of(Answer.UNKNOWN);
      default -> Optional.empty();
    };
  }
}
