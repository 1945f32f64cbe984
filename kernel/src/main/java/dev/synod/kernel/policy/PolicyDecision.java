package dev.synod.kernel.policy;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Names;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.policy.PolicyCommand.BeginBreakGlass;
import dev.synod.kernel.policy.PolicyCommand.DeclarePolicy;
import dev.synod.kernel.policy.PolicyCommand.EndBreakGlass;
import dev.synod.kernel.policy.PolicyCommand.RefusePolicy;
import dev.synod.kernel.policy.PolicyCommand.RetractPolicy;
import dev.synod.kernel.time.Durations;
import org.jspecify.annotations.Nullable;

/** Decides on declarations of policies, and on emergencies. */
public final class PolicyDecision {
  private PolicyDecision() {}

  public static @Nullable Rejection decide(Draft draft, PolicyCommand command) {
    return switch (command) {
      case DeclarePolicy c -> declare(draft, c);
      case RetractPolicy c -> retract(draft, c);
      case RefusePolicy c -> refuse(draft, c);
      case BeginBreakGlass c -> begin(draft, c);
      case EndBreakGlass c -> end(draft, c);
    };
  }

  private static Policies policies(Draft draft) {
    return draft.state().permits().policies();
  }

  private static @Nullable Rejection declare(Draft draft, DeclarePolicy command) {
    Rejection misnamed = Names.check("policy", command.ref().name());
    if (misnamed != null) {
      return misnamed;
    }
    Rejection oversized = oversized(command.spec());
    if (oversized != null) {
      return oversized;
    }
    Policy present = policies(draft).get(command.ref());
    if (present == null && policies(draft).table().size() >= Limits.POLICIES_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d declared policies.".formatted(Limits.POLICIES_MAX));
    }
    if (present != null
        && (present.declaration().overtakes(command.declaration())
            || (present.declaration().sameAs(command.declaration())
                && present.spec().equals(command.spec())))) {
      return null;
    }
    draft.emit(
        new PolicyEvent.PolicyDeclared(command.ref(), command.declaration(), command.spec()));
    return null;
  }

  private static @Nullable Rejection oversized(PolicySpec spec) {
    if (spec.module().length() > Limits.POLICY_MODULE_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a module of at most %d characters, but found %d."
              .formatted(Limits.POLICY_MODULE_SIZE_MAX, spec.module().length()));
    }
    if (spec.parameters().json().length() > Limits.PAYLOAD_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected parameters of at most %d characters, but found %d."
              .formatted(Limits.PAYLOAD_SIZE_MAX, spec.parameters().json().length()));
    }
    int entries = spec.scope().size() + spec.controls().size();
    return entries <= Limits.POLICY_ENTRIES_MAX
        ? null
        : new Rejection(
            Code.LIMIT_EXCEEDED,
            "Expected at most %d names in the scope and controls of a policy, but found %d."
                .formatted(Limits.POLICY_ENTRIES_MAX, entries));
  }

  private static @Nullable Rejection retract(Draft draft, RetractPolicy command) {
    Policy present = policies(draft).get(command.ref());
    if (present != null && present.declaration().uid().equals(command.uid())) {
      draft.emit(new PolicyEvent.PolicyRetracted(command.ref()));
    }
    return null;
  }

  private static @Nullable Rejection refuse(Draft draft, RefusePolicy command) {
    Policy present = policies(draft).get(command.ref());
    if (present != null && present.isIncluded() && present.revision() == command.revision()) {
      String message = command.message().isEmpty() ? "OPA refused it." : command.message();
      draft.emit(
          new PolicyEvent.PolicyRefused(
              command.ref(),
              message.substring(0, Math.min(message.length(), Limits.TEXT_LENGTH_MAX))));
    }
    return null;
  }

  private static @Nullable Rejection begin(Draft draft, BeginBreakGlass command) {
    if (command.reason().isBlank() || command.reason().length() > Limits.TEXT_LENGTH_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a reason of 1 to %d characters, but found %d."
              .formatted(Limits.TEXT_LENGTH_MAX, command.reason().strip().length()));
    }
    if (command.validMillis() < Limits.BREAK_GLASS_MILLIS_MIN
        || command.validMillis() > Limits.BREAK_GLASS_MILLIS_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a break-glass of %s to %s, but found %s."
              .formatted(
                  Durations.text(Limits.BREAK_GLASS_MILLIS_MIN),
                  Durations.text(Limits.BREAK_GLASS_MILLIS_MAX),
                  Durations.text(command.validMillis())));
    }
    draft.emit(
        new PolicyEvent.BreakGlassBegan(
            new BreakGlass(
                command.subject(),
                command.reason(),
                draft.now(),
                draft.now() + command.validMillis())));
    return null;
  }

  private static @Nullable Rejection end(Draft draft, EndBreakGlass command) {
    if (policies(draft).breakGlass() == null) {
      return new Rejection(
          Code.FAILED_PRECONDITION, "Expected a break-glass that lasts, but found none to end.");
    }
    draft.emit(new PolicyEvent.BreakGlassEnded(command.subject()));
    return null;
  }

  /** Ends the emergency whose time is over. */
  public static void timeOut(Draft draft) {
    if (policies(draft).breakGlass() != null) {
      draft.emit(new PolicyEvent.BreakGlassEnded(""));
    }
  }
}
