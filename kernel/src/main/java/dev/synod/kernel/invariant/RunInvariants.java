package dev.synod.kernel.invariant;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.ApprovalStatus;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Definition;
import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.run.StepStatus;
import dev.synod.kernel.run.Workflow;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SystemCapability;
import io.vavr.collection.TreeSet;
import java.util.Map;
import java.util.TreeMap;

/** What holds of workflows and runs. */
final class RunInvariants {
  private RunInvariants() {}

  static void check(KernelState state) {
    var uses = new TreeMap<String, Integer>();
    for (Workflow workflow : state.runs().workflows().values()) {
      uses.merge(workflow.digest(), 1, Integer::sum);
    }
    TreeSet<RunRef> undriven = TreeSet.empty();
    for (Run run : state.runs().runs().values()) {
      uses.merge(run.spec().digest(), 1, Integer::sum);
      run(state, run);
      if (run.phase() == RunPhase.RUNNING
          && run.driver().session() == 0
          && !run.inbox().items().isEmpty()) {
        undriven = undriven.add(run.ref());
      }
    }
    Check.same(state.runs().undriven(), undriven, "Runs without a driver");
    Check.that(
        undriven.isEmpty() || state.sessions().capable("", SystemCapability.DRIVE_RUN).isEmpty(),
        "%s wait beside workers",
        undriven);
    definitions(state, uses);
    approvals(state);
  }

  private static void definitions(KernelState state, Map<String, Integer> uses) {
    var found = new TreeMap<String, Integer>();
    for (Definition definition : state.runs().definitions().values()) {
      found.put(definition.digest(), definition.uses());
    }
    Check.same(found, uses, "Uses of definitions");
  }

  private static void approvals(KernelState state) {
    TreeSet<Long> pending = TreeSet.empty();
    for (Approval approval : state.runs().approvals().values()) {
      if (approval.status() == ApprovalStatus.PENDING) {
        pending = pending.add(approval.id());
        Run run = state.runs().get(approval.step().run());
        RunStep step = run == null ? null : run.steps().get(approval.step().path());
        Check.that(
            step != null && step.awaiting().contains(new Awaiting.PersonDecision(approval.id())),
            "Nothing waits for %s",
            approval);
      }
    }
    Check.same(state.runs().pending(), pending, "Pending approvals");
  }

  private static void run(KernelState state, Run run) {
    if (run.phase() != RunPhase.RUNNING) {
      Check.that(run.activeSteps().isEmpty(), "Active steps of %s", run);
      Check.that(run.inbox().items().isEmpty(), "Inbox of %s", run);
      Check.same(run.driver().session(), 0L, "Driver of ended run");
      return;
    }
    long driver = run.driver().session();
    if (driver != 0) {
      Session session = state.sessions().get(driver);
      Check.that(
          session != null && session.holdings().runs().contains(run.ref()), "No driver: %s", run);
    }
    long number = run.inbox().next() - run.inbox().items().size();
    for (InboxItem item : run.inbox().items()) {
      Check.same(item.number(), number++, "Number in the inbox of " + run.ref());
    }
    for (RunStep step : run.steps().values()) {
      Check.that(
          step.status() == StepStatus.ACTIVE || step.awaiting().isEmpty(), "Waits: %s", step);
      for (Awaiting awaiting : step.awaiting()) {
        Check.that(
            answerable(state, run, step, awaiting),
            "Step %s of %s waits in vain for %s",
            step.path(),
            run.ref(),
            awaiting);
      }
    }
  }

  private static boolean answerable(KernelState state, Run run, RunStep step, Awaiting awaiting) {
    var at = new StepRef(run.ref(), step.path());
    return switch (awaiting) {
      case Awaiting.TaskEnd a -> {
        var task = state.tasks().get(a.task());
        yield task != null && !task.status().isTerminal() && at.equals(task.spec().step());
      }
      case Awaiting.PersonDecision a -> {
        Approval approval = state.runs().approvals().get(a.approval());
        yield approval != null && approval.status() == ApprovalStatus.PENDING;
      }
      case Awaiting.GroupDecision a -> {
        var proposal = state.proposals().get(a.proposal());
        yield proposal != null
            && proposal.status() == ProposalStatus.OPEN
            && at.equals(proposal.waiter());
      }
      case Awaiting.BarrierOpening a -> {
        var barrier =
            state.barriers().get(new BarrierKey(run.spec().group(), a.barrier(), a.instance()));
        yield barrier != null
            && barrier.status() == BarrierStatus.WAITING
            && barrier.waiters().contains(at);
      }
      case Awaiting.Timer _ -> true;
    };
  }
}
