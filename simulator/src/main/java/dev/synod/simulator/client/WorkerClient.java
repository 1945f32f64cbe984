package dev.synod.simulator.client;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Reply;
import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A worker, which drives runs of one workflow: a task, then a timer or an approval. */
public final class WorkerClient extends SessionClient {
  private static final String TASK = "/do/0";
  private static final String WAIT = "/do/1";
  private static final long TIMER_MILLIS = 5_000;
  private static final long APPROVAL_MILLIS = 20_000;
  private static final long TASK_MILLIS = 60_000;

  private final TreeSet<RunRef> driven = new TreeSet<>();
  private final TreeSet<RunRef> turns = new TreeSet<>();

  public WorkerClient(String name, int number, Surroundings around) {
    super(name, number, Names.WORKER, around);
  }

  @Override
  SessionCommand.OpenSession opening() {
    return new SessionCommand.OpenSession(
        "", "", new TreeSet<>(List.of(SystemCapability.DRIVE_RUN)), 0, TTL_MILLIS);
  }

  @Override
  void opened() {}

  @Override
  void closed() {
    driven.clear();
    turns.clear();
  }

  @Override
  void happened(Recorded recorded) {
    switch (recorded.event()) {
      case RunEvent.RunDriven e -> {
        if (e.session() == session()) {
          driven.add(e.ref());
          turn(e.ref(), recorded.revision());
        } else {
          driven.remove(e.ref());
        }
      }
      case RunEvent.TriggerAppended e -> {
        if (driven.contains(e.ref())) {
          turn(e.ref(), recorded.revision());
        }
      }
      case RunEvent.RunFinished e -> driven.remove(e.ref());
      default -> {}
    }
  }

  @Override
  void compacted(KernelState state) {
    driven.clear();
    for (Run run : state.runs().runs().values()) {
      if (run.driver().session() == session()) {
        driven.add(run.ref());
      }
    }
    List.copyOf(driven).forEach(ref -> turn(ref, state.clock().revision()));
  }

  private void turn(RunRef ref, long revision) {
    if (!turns.add(ref)) {
      return;
    }
    long in = session();
    readAt(
        revision,
        state -> {
          if (session() == in) {
            advance(state, ref);
          }
        });
  }

  private void advance(KernelState state, RunRef ref) {
    Run run = state.runs().get(ref);
    if (run == null
        || run.phase() != RunPhase.RUNNING
        || run.driver().session() != session()
        || run.inbox().items().isEmpty()) {
      turns.remove(ref);
      return;
    }
    var effects = new ArrayList<RunEffect>();
    for (InboxItem item : run.inbox().items()) {
      effects.addAll(answer(item.trigger()));
    }
    ask(
        Lane.NORMAL,
        new RunCommand.AdvanceRun(
            ref, session(), run.driver().term(), run.inbox().next() - 1, effects),
        null,
        reply -> {
          turns.remove(ref);
          if (reply instanceof Reply.Applied applied) {
            turn(ref, applied.revision());
          }
        });
  }

  private List<RunEffect> answer(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Started _ ->
          List.of(
              enter(TASK),
              new RunEffect.AssignTask(
                  TASK,
                  world().chance().pick(Names.CAPABILITIES),
                  "",
                  Values.NULL,
                  Priority.NORMAL,
                  TASK_MILLIS,
                  3));
      case Trigger.TaskEnded e ->
          e.fault() == null
              ? List.of(
                  new RunEffect.CompleteStep(TASK, Values.NULL, "continue"), enter(WAIT), waiting())
              : List.of(
                  new RunEffect.FaultStep(TASK, e.fault()), new RunEffect.FaultRun(e.fault()));
      case Trigger.TimerFired _, Trigger.ApprovalSettled _ ->
          List.of(
              new RunEffect.CompleteStep(WAIT, Values.NULL, "continue"),
              new RunEffect.CompleteRun(Value.of("done")));
      case Trigger.EffectRefused e ->
          List.of(new RunEffect.FaultStep(e.path(), e.fault()), new RunEffect.FaultRun(e.fault()));
      case Trigger.BarrierSettled _, Trigger.ProposalSettled _, Trigger.StateAnswered _ ->
          List.of();
    };
  }

  private RunEffect waiting() {
    return world().chance().of(5_000)
        ? new RunEffect.ArmTimer(WAIT, TIMER_MILLIS)
        : new RunEffect.RequestApproval(
            WAIT, "Ship it?", List.of(Names.EDITOR), APPROVAL_MILLIS, true);
  }

  private static RunEffect enter(String path) {
    return new RunEffect.EnterStep(path, "step", "call", Values.NULL, Values.NULL);
  }
}
