package dev.synod.kernel.member;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Rejection;
import org.jspecify.annotations.Nullable;

/** Decides on orders about replicas. */
public final class MemberDecision {
  /** Most characters of a replica's name or id. */
  public static final int REPLICA_CHARS_MAX = 80;

  private MemberDecision() {}

  public static @Nullable Rejection decide(Draft draft, MemberCommand command) {
    int chars = command.replica().length();
    if (chars == 0 || chars > REPLICA_CHARS_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a replica's name of 1 to %d characters, but found %d."
              .formatted(REPLICA_CHARS_MAX, chars));
    }
    draft.emit(
        switch (command) {
          case MemberCommand.AdmitMember c -> new MemberEvent.MemberAdmitted(c.replica());
          case MemberCommand.DismissMember c -> new MemberEvent.MemberDismissed(c.replica());
        });
    return null;
  }
}
