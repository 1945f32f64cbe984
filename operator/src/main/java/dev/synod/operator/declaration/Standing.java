package dev.synod.operator.declaration;

import dev.synod.operator.condition.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a resource stands with the API server.
 *
 * @param declaration what became of declaring it
 * @param live what the API server says; empty when it said nothing yet
 * @param following whether that is current
 * @param <S> the kind's status
 */
public record Standing<S>(Outcome declaration, Optional<S> live, boolean following) {
  /** Whether the API server took the declaration. */
  public Verdict accepted() {
    return switch (declaration) {
      case Outcome.Done done ->
          Verdict.holds(DeclarationReason.ACCEPTED, "The API server knows it.");
      case Outcome.Refused refused ->
          Verdict.fails(DeclarationReason.REFUSED, refused.code() + ": " + refused.detail());
      case Outcome.Unreachable unreachable ->
          Verdict.unknown(DeclarationReason.SERVER_UNAVAILABLE, unreachable.detail());
    };
  }

  /** Why nothing is known about how it stands; {@code null} when something is. */
  public @Nullable Verdict whyUnknown() {
    Verdict accepted = accepted();
    if (!accepted.isTrue()) {
      return accepted;
    }
    if (!following) {
      return Verdict.unknown(
          DeclarationReason.SERVER_UNAVAILABLE, "The API server's status stream is disconnected.");
    }
    return live.isEmpty()
        ? Verdict.unknown(
            DeclarationReason.STATUS_PENDING, "The API server has not told yet how it stands.")
        : null;
  }

  /** Whether the declaration is to be sent again soon. */
  public boolean isDeclared() {
    return declaration instanceof Outcome.Done;
  }
}
