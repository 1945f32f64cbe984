package dev.synod.kernel.audit;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Names;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.time.Durations;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides on erasing, holding and keeping payloads. */
public final class AuditDecision {
  /** SHA-256 in base64. */
  private static final int DIGEST_CHARACTERS = 44;

  private AuditDecision() {}

  /** Decides on a command. */
  public static @Nullable Rejection decide(Draft draft, AuditCommand command) {
    return switch (command) {
      case AuditCommand.ErasePayload c -> erase(draft, c);
      case AuditCommand.PlaceHold c -> place(draft, c);
      case AuditCommand.ReleaseHold c -> release(draft, c);
      case AuditCommand.EndRetention c -> endRetention(draft, c);
      case AuditCommand.RecordReport c -> recordReport(draft, c);
      case AuditCommand.AnnounceKeys c -> announce(draft, c);
    };
  }

  private static @Nullable Rejection erase(Draft draft, AuditCommand.ErasePayload command) {
    Rejection unreasoned = checkReason(command.reason());
    if (unreasoned != null) {
      return unreasoned;
    }
    long entries = draft.state().audit().size();
    if (command.entry() < 0 || command.entry() >= entries) {
      return new Rejection(
          Code.NOT_FOUND,
          "Expected an audit entry below %d, but found %d.".formatted(entries, command.entry()));
    }
    var holds = new TreeSet<String>();
    for (Hold hold : draft.state().holds().values()) {
      if (hold.covers(command.namespace(), command.loggedAtMillis())) {
        holds.add(hold.name());
      }
    }
    if (!holds.isEmpty()) {
      return new Rejection(
          Code.FAILED_PRECONDITION,
          "Expected a payload that nothing holds, but entry %d is under %s; release that first."
              .formatted(command.entry(), holds));
    }
    draft.emit(
        new AuditEvent.PayloadErased(command.entry(), draft.origin().subject(), command.reason()));
    return null;
  }

  private static @Nullable Rejection place(Draft draft, AuditCommand.PlaceHold command) {
    Rejection misnamed = Names.check("hold", command.name());
    Rejection unreasoned = misnamed == null ? checkReason(command.reason()) : misnamed;
    if (unreasoned != null) {
      return unreasoned;
    }
    if (command.namespace().length() > Limits.NAME_LENGTH_MAX
        || command.fromMillis() >= command.toMillis()) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a namespace of at most %d characters and a period that begins before it ends, but found %d characters, %s to %s."
              .formatted(
                  Limits.NAME_LENGTH_MAX,
                  command.namespace().length(),
                  Instant.ofEpochMilli(command.fromMillis()),
                  Instant.ofEpochMilli(command.toMillis())));
    }
    if (draft.state().holds().has(command.name())) {
      return new Rejection(
          Code.ALREADY_EXISTS,
          "Expected a new name, but the hold %s is in force.".formatted(command.name()));
    }
    if (draft.state().holds().size() >= Limits.HOLDS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d holds in force; release one first.".formatted(Limits.HOLDS_MAX));
    }
    draft.emit(
        new AuditEvent.HoldPlaced(
            new Hold(
                command.name(),
                command.namespace(),
                command.fromMillis(),
                command.toMillis(),
                command.reason(),
                draft.origin().subject())));
    return null;
  }

  private static @Nullable Rejection release(Draft draft, AuditCommand.ReleaseHold command) {
    Rejection unreasoned = checkReason(command.reason());
    if (unreasoned != null) {
      return unreasoned;
    }
    if (!draft.state().holds().has(command.name())) {
      return new Rejection(
          Code.NOT_FOUND, "Expected a hold %s, but found none.".formatted(command.name()));
    }
    draft.emit(
        new AuditEvent.HoldReleased(command.name(), draft.origin().subject(), command.reason()));
    return null;
  }

  private static @Nullable Rejection endRetention(Draft draft, AuditCommand.EndRetention command) {
    if (command.beforeMillis() > draft.now()) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a moment that is over, but found one that is %s ahead."
              .formatted(Durations.text(command.beforeMillis() - draft.now())));
    }
    draft.emit(new AuditEvent.RetentionEnded(command.beforeMillis()));
    return null;
  }

  private static @Nullable Rejection recordReport(Draft draft, AuditCommand.RecordReport command) {
    int nameLength = command.namespace().length();
    if (nameLength > Limits.NAME_LENGTH_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a namespace of at most %d characters, but found %d."
              .formatted(Limits.NAME_LENGTH_MAX, nameLength));
    }
    int characters =
        command.period().from().length()
            + command.period().to().length()
            + command.filters().stream().mapToInt(String::length).sum();
    if (characters > Limits.AUDIT_SELECTION_CHARACTERS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected a period and filters of at most %d characters together, but found %d; filter by fewer values."
              .formatted(Limits.AUDIT_SELECTION_CHARACTERS_MAX, characters));
    }
    boolean isDigest =
        command.manifest().isEmpty() || command.manifest().length() == DIGEST_CHARACTERS;
    if (command.first() < 0 || command.first() >= command.end() || !isDigest) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a range of leaves, and no digest or one of %d characters, but found %d to %d and %d characters."
              .formatted(
                  DIGEST_CHARACTERS, command.first(), command.end(), command.manifest().length()));
    }
    draft.emit(
        new AuditEvent.ReportRecorded(
            draft.origin().subject(), command.first(), command.end(), command.manifest()));
    return null;
  }

  private static @Nullable Rejection announce(Draft draft, AuditCommand.AnnounceKeys command) {
    int longest = command.keys().stream().mapToInt(String::length).max().orElse(0);
    if (command.keys().isEmpty()
        || command.keys().size() > Limits.AUDIT_KEYS_MAX
        || longest > Limits.TEXT_LENGTH_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected 1 to %d keys of at most %d characters, but found %d of up to %d."
              .formatted(
                  Limits.AUDIT_KEYS_MAX, Limits.TEXT_LENGTH_MAX, command.keys().size(), longest));
    }
    draft.emit(new AuditEvent.KeysAnnounced(command.keys()));
    return null;
  }

  private static @Nullable Rejection checkReason(String reason) {
    return reason.isBlank() || reason.length() > Limits.TEXT_LENGTH_MAX
        ? new Rejection(
            Code.INVALID_ARGUMENT,
            "Expected a reason of 1 to %d characters, but found %d."
                .formatted(Limits.TEXT_LENGTH_MAX, reason.length()))
        : null;
  }
}
