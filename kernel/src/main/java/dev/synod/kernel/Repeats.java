package dev.synod.kernel;

import dev.synod.kernel.session.Sequence;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionDecision;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/** Knows requests that come again, so that each takes effect once. */
final class Repeats {
  private Repeats() {}

  /** The reply that the same request got before, or null where it is new. */
  static @Nullable Reply find(KernelState state, Origin origin) {
    return switch (origin.numbering()) {
      case Numbering.None _ -> null;
      case Numbering.Sequenced numbering -> {
        Session session = state.sessions().get(numbering.session());
        yield session == null || !session.subject().equals(origin.subject())
            ? null
            : session.lanes().of(numbering.lane()).replyTo(numbering.number());
      }
      case Numbering.Keyed numbering -> {
        KeyedOutcome outcome =
            state.keyed().get(new KeyedOutcome.Id(origin.subject(), numbering.key()));
        yield outcome != null && outcome.requestDigest().equals(numbering.requestDigest())
            ? outcome.reply()
            : null;
      }
    };
  }

  /** Refuses numbers and keys that are out of order; such a refusal leaves no trace. */
  static @Nullable Rejection check(KernelState state, Origin origin) {
    return switch (origin.numbering()) {
      case Numbering.None _ -> null;
      case Numbering.Sequenced numbering -> checkSequence(state, origin, numbering);
      case Numbering.Keyed numbering -> checkKey(state, origin, numbering);
    };
  }

  /**
   * What is remembered of a request that was in order: its number is used up, unless it lacked a
   * permit and may come again with one; a refused key may be tried again.
   */
  static Numbering remembered(Numbering numbering, Reply reply) {
    if (!(reply instanceof Reply.Rejected rejected)) {
      return numbering;
    }
    boolean lacksPermit =
        switch (rejected.rejection().code()) {
          case PERMIT_REQUIRED, PERMIT_STALE -> true;
          default -> false;
        };
    return lacksPermit || numbering instanceof Numbering.Keyed ? Numbering.NONE : numbering;
  }

  private static @Nullable Rejection checkSequence(
      KernelState state, Origin origin, Numbering.Sequenced numbering) {
    Session session = state.sessions().get(numbering.session());
    if (session == null || !session.subject().equals(origin.subject())) {
      return SessionDecision.gone(numbering.session());
    }
    Sequence sequence = session.lanes().of(numbering.lane());
    long expected = sequence.last() + 1;
    if (numbering.number() != expected) {
      return new Rejection(
              Code.SEQUENCE_GAP,
              numbering.number() < expected
                  ? "Expected request %d of this session and lane, but found %d again, whose reply was acknowledged."
                      .formatted(expected, numbering.number())
                  : "Expected request %d of this session and lane, but found %d: one was skipped. Send it first."
                      .formatted(expected, numbering.number()))
          .with("expected", Value.of(expected))
          .with("found", Value.of(numbering.number()));
    }
    if (sequence.last() - numbering.acknowledged() >= Limits.UNACKNOWLEDGED_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d replies that are not acknowledged."
              .formatted(Limits.UNACKNOWLEDGED_MAX));
    }
    return null;
  }

  private static @Nullable Rejection checkKey(
      KernelState state, Origin origin, Numbering.Keyed numbering) {
    if (state.keyed().has(new KeyedOutcome.Id(origin.subject(), numbering.key()))) {
      return new Rejection(
          Code.KEY_REUSED,
          "Expected a new idempotency key, but '%s' was used for another request. Make a key for each request."
              .formatted(numbering.key()));
    }
    if (state.keyed().size() >= Limits.KEYED_OUTCOMES_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected fewer than %d remembered idempotency keys. Ask again later, or use a session."
              .formatted(Limits.KEYED_OUTCOMES_MAX));
    }
    return null;
  }
}
