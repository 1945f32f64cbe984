package dev.synod.kernel.invariant;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.KeyedOutcome;
import dev.synod.kernel.Limits;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.permit.Permit;
import dev.synod.kernel.policy.BreakGlass;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.ApprovalStatus;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.time.Deadline;
import dev.synod.kernel.time.Deadline.Kind;
import java.util.Set;
import java.util.TreeSet;

/** Every deadline belongs to something alive, and everything that must end has one. */
final class DeadlineInvariants {
  private final Set<Deadline> expected = new TreeSet<>();

  private DeadlineInvariants() {}

  static void check(KernelState state) {
    var invariants = new DeadlineInvariants();
    invariants.expectAll(state);
    var found = new TreeSet<Deadline>();
    for (Deadline deadline : state.deadlines()) {
      found.add(deadline);
    }
    Check.same(found, invariants.expected, "Deadlines");
  }

  private void expectAll(KernelState state) {
    for (Task task : state.tasks().table().values()) {
      boolean ended = task.status().isTerminal();
      expect(
          ended ? Kind.TASK_RETENTION : Kind.TASK,
          task.id(),
          ended ? task.endedAtMillis() + Limits.FINISHED_TASK_MILLIS : task.deadlineMillis());
    }
    for (Barrier barrier : state.barriers().values()) {
      boolean waits = barrier.status() == BarrierStatus.WAITING;
      expect(
          waits ? Kind.BARRIER : Kind.BARRIER_RETENTION,
          barrier.key().id(),
          waits ? barrier.deadlineMillis() : kept(barrier.settledAtMillis()));
    }
    for (Proposal proposal : state.proposals().table().values()) {
      boolean open = proposal.status() == ProposalStatus.OPEN;
      expect(
          open ? Kind.PROPOSAL : Kind.PROPOSAL_RETENTION,
          proposal.id(),
          open ? proposal.terms().deadlineMillis() : kept(proposal.decidedAtMillis()));
    }
    for (Run run : state.runs().runs().values()) {
      run(run);
    }
    for (Approval approval : state.runs().approvals().values()) {
      boolean pending = approval.status() == ApprovalStatus.PENDING;
      expect(
          pending ? Kind.APPROVAL : Kind.APPROVAL_RETENTION,
          approval.id(),
          pending ? approval.request().deadlineMillis() : kept(approval.decidedAtMillis()));
    }
    for (Permit permit : state.permits().table().values()) {
      expect(Kind.PERMIT, permit.id(), permit.expiresAtMillis());
    }
    BreakGlass breakGlass = state.permits().policies().breakGlass();
    if (breakGlass != null) {
      expect(Kind.BREAK_GLASS, "", breakGlass.untilMillis());
    }
    for (KeyedOutcome keyed : state.keyed().values()) {
      expect(Kind.KEYED_OUTCOME, keyed.subject() + "|" + keyed.key(), keyed.expiresAtMillis());
    }
  }

  private static long kept(long endedAtMillis) {
    return endedAtMillis + Limits.FINISHED_RUN_MILLIS;
  }

  private void run(Run run) {
    if (run.phase() != RunPhase.RUNNING) {
      expect(Kind.RUN_RETENTION, run.ref(), kept(run.result().finishedAtMillis()));
    }
    for (RunStep step : run.steps().values()) {
      for (Awaiting awaiting : step.awaiting()) {
        if (awaiting instanceof Awaiting.Timer timer) {
          expect(Kind.RUN_TIMER, new StepRef(run.ref(), step.path()).id(), timer.atMillis());
        }
      }
    }
  }

  private void expect(Kind kind, Object id, long atMillis) {
    if (atMillis != 0) {
      expected.add(new Deadline(atMillis, kind, id.toString()));
    }
  }
}
