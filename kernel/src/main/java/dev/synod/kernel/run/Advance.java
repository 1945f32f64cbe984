package dev.synod.kernel.run;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.barrier.BarrierDecision;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.DocumentDecision;
import dev.synod.kernel.proposal.ProposalDecision;
import dev.synod.kernel.proposal.ProposalKey;
import dev.synod.kernel.run.RunCommand.AdvanceRun;
import dev.synod.kernel.task.TaskDecision;
import dev.synod.kernel.task.TaskSpec;
import dev.synod.kernel.time.Durations;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks and carries out what a driver decided for a run. All effects of an advance happen, or
 * none: the first that breaks the run's lifecycle or a limit rejects the whole. What an effect asks
 * of another area and is refused there comes back to the step as a trigger.
 */
final class Advance {
  private Advance() {}

  static @Nullable Rejection decide(Draft draft, AdvanceRun command) {
    Run run = draft.state().runs().get(command.ref());
    if (run == null) {
      return RunDecision.unknown(command.ref());
    }
    if (run.driver().session() != command.session()
        || run.driver().term() != command.term()
        || command.session() == 0) {
      return new Rejection(
              Code.TERM_STALE,
              "Expected the driver of run %s in term %d, but found session %d in term %d. Drop the run; another drives it."
                  .formatted(run.ref(), run.driver().term(), command.session(), command.term()))
          .with("expected", Value.of(run.driver().term()))
          .with("found", Value.of(command.term()));
    }
    var session = draft.state().sessions().get(command.session());
    if (session == null || !session.subject().equals(draft.origin().subject())) {
      return new Rejection(Code.SESSION_GONE, "Expected the driver's own session.");
    }
    if (command.effects().size() > Limits.EFFECTS_PER_ADVANCE_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d effects, but found %d. Split the advance."
              .formatted(Limits.EFFECTS_PER_ADVANCE_MAX, command.effects().size()));
    }
    if (command.consumedThrough() >= run.inbox().next()) {
      return invalid(
          "Expected triggers up to %d, but %d is said to be consumed."
              .formatted(run.inbox().next() - 1, command.consumedThrough()));
    }
    boolean consumes =
        !run.inbox().items().isEmpty()
            && run.inbox().items().head().number() <= command.consumedThrough();
    if (consumes) {
      draft.emit(new RunEvent.InboxConsumed(run.ref(), command.consumedThrough()));
    }
    for (RunEffect effect : command.effects()) {
      Rejection refused = carryOut(draft, command.ref(), effect);
      if (refused != null) {
        return refused;
      }
    }
    int waiting = draft.state().runs().runs().require(command.ref()).inbox().items().size();
    return waiting <= Limits.INBOX_MAX
        ? null
        : new Rejection(
            Code.LIMIT_EXCEEDED,
            "Expected at most %d triggers in the inbox of run %s, but found %d. Consume some first."
                .formatted(Limits.INBOX_MAX, run.ref(), waiting));
  }

  private static @Nullable Rejection carryOut(Draft draft, RunRef ref, RunEffect effect) {
    Run run = draft.state().runs().runs().require(ref);
    if (run.phase() != RunPhase.RUNNING) {
      return invalid("Expected no effect after the end of run " + ref + ".");
    }
    return switch (effect) {
      case RunEffect.SetContext e -> {
        if (e.context().size() > Limits.PAYLOAD_SIZE_MAX) {
          yield tooLarge("context", e.context());
        }
        draft.emit(new RunEvent.ContextChanged(ref, e.context()));
        yield null;
      }
      case RunEffect.CompleteRun e -> {
        if (e.output().size() > Limits.PAYLOAD_SIZE_MAX) {
          yield tooLarge("output", e.output());
        }
        RunDecision.finish(draft, ref, RunPhase.SUCCEEDED, e.output(), null);
        yield null;
      }
      case RunEffect.FaultRun e -> {
        RunDecision.finish(draft, ref, RunPhase.FAULTED, null, e.fault());
        yield null;
      }
      case RunEffect.EnterStep e -> enter(draft, run, e);
      case RunEffect.OnStep e -> {
        RunStep step = run.steps().get(e.path());
        yield step == null || step.status() != StepStatus.ACTIVE
            ? invalid(
                "Expected an active step at %s of run %s, but found %s."
                    .formatted(e.path(), ref, step == null ? "none" : step.status()))
            : onStep(draft, run, step, e);
      }
    };
  }

  private static @Nullable Rejection enter(Draft draft, Run run, RunEffect.EnterStep effect) {
    if (effect.path().isEmpty()) {
      return invalid("Expected the path of a step, but found none.");
    }
    if (run.steps().has(effect.path())) {
      return invalid(
          "Expected a new step at %s of run %s, but it was entered before."
              .formatted(effect.path(), run.ref()));
    }
    if (run.steps().size() >= Limits.STEPS_PER_RUN_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d steps of run %s.".formatted(Limits.STEPS_PER_RUN_MAX, run.ref()));
    }
    if (effect.input().size() > Limits.PAYLOAD_SIZE_MAX) {
      return tooLarge("input of " + effect.path(), effect.input());
    }
    if (effect.memo().size() > Limits.PAYLOAD_SIZE_MAX) {
      return tooLarge("memo of " + effect.path(), effect.memo());
    }
    draft.emit(
        new RunEvent.StepEntered(
            run.ref(), effect.path(), effect.name(), effect.kind(), effect.input(), effect.memo()));
    return null;
  }

  private static @Nullable Rejection onStep(
      Draft draft, Run run, RunStep step, RunEffect.OnStep effect) {
    RunRef ref = run.ref();
    var at = new StepRef(ref, step.path());
    return switch (effect) {
      case RunEffect.EnterStep _ -> throw new IllegalStateException("An entered step is new.");
      case RunEffect.Remember e -> {
        if (e.memo().size() > Limits.PAYLOAD_SIZE_MAX) {
          yield tooLarge("memo of " + step.path(), e.memo());
        }
        draft.emit(new RunEvent.StepRemembered(ref, step.path(), e.memo()));
        yield null;
      }
      case RunEffect.CompleteStep e -> {
        if (e.output().size() > Limits.PAYLOAD_SIZE_MAX) {
          yield tooLarge("output of " + step.path(), e.output());
        }
        abandon(draft, ref, step);
        draft.emit(new RunEvent.StepCompleted(ref, step.path(), e.output(), e.next()));
        yield null;
      }
      case RunEffect.FaultStep e -> {
        abandon(draft, ref, step);
        draft.emit(new RunEvent.StepFaulted(ref, step.path(), e.fault()));
        yield null;
      }
      case RunEffect.CancelStep e -> {
        abandon(draft, ref, step);
        draft.emit(new RunEvent.StepCancelled(ref, step.path(), e.reason()));
        yield null;
      }
      case RunEffect.ArmTimer e -> {
        if (isNoWait(e.delayMillis())) {
          yield answerRefusal(draft, at, noWait(e.delayMillis()));
        }
        yield waits(draft, at, new Awaiting.Timer(draft.now() + e.delayMillis()));
      }
      case RunEffect.AssignTask e -> assign(draft, run, at, e);
      case RunEffect.AwaitBarrier e -> {
        var key = new BarrierKey(run.spec().group(), e.barrier(), e.instance());
        yield ask(
            draft,
            at,
            new Awaiting.BarrierOpening(e.barrier(), e.instance()),
            () -> BarrierDecision.await(draft, key, at));
      }
      case RunEffect.Propose e -> propose(draft, run, at, e);
      case RunEffect.RequestApproval e -> requestApproval(draft, at, e);
      case RunEffect.ReadState e -> {
        Document document = draft.state().documents().get(run.spec().group(), e.key());
        Inboxes.tell(
            draft,
            ref,
            new Trigger.StateAnswered(
                step.path(), document == null ? Values.NULL : document.value(), null));
        yield null;
      }
      case RunEffect.WriteState e -> writeState(draft, run, at, e);
    };
  }

  private static @Nullable Rejection assign(
      Draft draft, Run run, StepRef at, RunEffect.AssignTask effect) {
    long id = draft.nextRevision();
    var spec =
        new TaskSpec(
            run.spec().group(),
            effect.capability(),
            effect.agent(),
            effect.input(),
            effect.priority(),
            effect.timeoutMillis(),
            effect.attemptsMax(),
            effectId(run, at.path(), id),
            at,
            "");
    return ask(draft, at, new Awaiting.TaskEnd(id + 1), () -> TaskDecision.submit(draft, spec));
  }

  /** Asks another area, which may answer at once; where it refuses, nothing is waited for. */
  private static @Nullable Rejection ask(
      Draft draft, StepRef at, Awaiting awaiting, Supplier<@Nullable Rejection> question) {
    Rejection full = waits(draft, at, awaiting);
    if (full != null) {
      return full;
    }
    Rejection refused = question.get();
    if (refused != null) {
      draft.emit(new RunEvent.StepAnswered(at.run(), at.path(), awaiting));
    }
    return answerRefusal(draft, at, refused);
  }

  /** Stable over all attempts of this task; a retry of the step is another effect. */
  private static String effectId(Run run, String path, long id) {
    String uid = run.spec().declaration().uid();
    return (uid.isEmpty() ? run.ref().toString() : uid) + path + "#" + id;
  }

  private static @Nullable Rejection propose(
      Draft draft, Run run, StepRef at, RunEffect.Propose effect) {
    var key = new ProposalKey(run.spec().group(), effect.decision(), effect.instance());
    var present = draft.state().proposals().get(key);
    long id = present == null ? draft.nextRevision() + 1 : present.id();
    return ask(
        draft,
        at,
        new Awaiting.GroupDecision(id),
        () -> ProposalDecision.open(draft, key, effect.subject(), at));
  }

  private static @Nullable Rejection requestApproval(
      Draft draft, StepRef at, RunEffect.RequestApproval effect) {
    if (isNoWait(effect.timeoutMillis())) {
      return answerRefusal(draft, at, noWait(effect.timeoutMillis()));
    }
    if (effect.roles().isEmpty()) {
      return answerRefusal(
          draft,
          at,
          new Rejection(
              Code.INVALID_ARGUMENT,
              "Expected at least one role whose people may decide, but found none."));
    }
    long id = draft.nextRevision();
    long deadline = effect.timeoutMillis() == 0 ? 0 : draft.now() + effect.timeoutMillis();
    draft.emit(
        new RunEvent.ApprovalRequested(
            at.run(),
            id,
            at.path(),
            new Approval.Request(
                effect.title(), effect.roles(), deadline, effect.fallbackApproves())));
    return waits(draft, at, new Awaiting.PersonDecision(id));
  }

  private static @Nullable Rejection writeState(
      Draft draft, Run run, StepRef at, RunEffect.WriteState effect) {
    var write =
        new DocumentCommand.WriteDocument(
            run.spec().group(), effect.key(), effect.write(), DocumentCommand.ANY);
    Rejection refused = DocumentDecision.write(draft, write, "run:" + run.ref());
    if (refused != null) {
      return answerRefusal(draft, at, refused);
    }
    Document document = draft.state().documents().get(run.spec().group(), effect.key());
    Inboxes.tell(
        draft,
        at.run(),
        new Trigger.StateAnswered(
            at.path(), document == null ? Values.NULL : document.value(), null));
    return null;
  }

  private static @Nullable Rejection waits(Draft draft, StepRef at, Awaiting awaiting) {
    RunStep step = draft.state().runs().runs().require(at.run()).steps().require(at.path());
    if (step.awaiting().size() >= Limits.ANSWERS_PER_STEP_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected step %s of run %s to wait for at most %d answers."
              .formatted(at.path(), at.run(), Limits.ANSWERS_PER_STEP_MAX));
    }
    if (step.awaiting().contains(awaiting)) {
      return awaiting instanceof Awaiting.Timer
          ? null
          : invalid(
              "Expected step %s of run %s to ask once, but it waits for the same answer already."
                  .formatted(at.path(), at.run()));
    }
    draft.emit(new RunEvent.StepWaits(at.run(), at.path(), awaiting));
    return null;
  }

  private static boolean isNoWait(long millis) {
    return millis < 0 || millis > Limits.WAIT_MILLIS_MAX;
  }

  private static Rejection noWait(long millis) {
    return new Rejection(
        Code.INVALID_ARGUMENT,
        "Expected a wait of %s to %s, but found %s."
            .formatted(
                Durations.text(0), Durations.text(Limits.WAIT_MILLIS_MAX), Durations.text(millis)));
  }

  /** A refusal by another area is the step's to handle, so that the workflow can catch it. */
  private static @Nullable Rejection answerRefusal(
      Draft draft, StepRef at, @Nullable Rejection refused) {
    if (refused != null) {
      Inboxes.tell(
          draft,
          at.run(),
          new Trigger.EffectRefused(
              at.path(),
              new Fault(
                  "https://synod.dev/errors/" + refused.code().word(),
                  409,
                  refused.code().word(),
                  refused.message(),
                  at.path())));
    }
    return null;
  }

  /** Gives up what a step still waits for. */
  static void abandon(Draft draft, RunRef ref, RunStep step) {
    for (Awaiting awaiting : step.awaiting()) {
      draft.emit(new RunEvent.StepAnswered(ref, step.path(), awaiting));
      switch (awaiting) {
        case Awaiting.TaskEnd a ->
            TaskDecision.cancel(draft, a.task(), "The run no longer waits for it.");
        case Awaiting.PersonDecision a -> Approvals.withdraw(draft, a.approval());
        case Awaiting.Timer _, Awaiting.BarrierOpening _, Awaiting.GroupDecision _ -> {}
      }
    }
  }

  private static Rejection invalid(String message) {
    return new Rejection(Code.TRANSITION_INVALID, message);
  }

  private static Rejection tooLarge(String what, Value found) {
    return new Rejection(
        Code.TOO_LARGE,
        "Expected a %s of at most %d characters, but found %d. Put it into the shared state and pass its key."
            .formatted(what, Limits.PAYLOAD_SIZE_MAX, found.size()));
  }
}
