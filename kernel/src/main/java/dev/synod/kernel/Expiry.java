package dev.synod.kernel;

import dev.synod.kernel.barrier.BarrierDecision;
import dev.synod.kernel.barrier.BarrierEvent;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.permit.PermitDecision;
import dev.synod.kernel.policy.PolicyDecision;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.ProposalDecision;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.run.Approvals;
import dev.synod.kernel.run.RunDecision;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskDecision;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.time.Deadline;
import dev.synod.kernel.time.TimeEvent;
import org.jspecify.annotations.Nullable;

/** Lets deadlines fall due. */
final class Expiry {
  private Expiry() {}

  static @Nullable Rejection tick(Draft draft) {
    for (int count = 0; count < Limits.EXPIRIES_PER_TICK_MAX; count++) {
      var deadlines = draft.state().deadlines();
      if (deadlines.isEmpty() || deadlines.head().atMillis() > draft.now()) {
        return null;
      }
      Deadline due = deadlines.head();
      draft.emit(new TimeEvent.DeadlinePassed(due));
      fallDue(draft, due);
    }
    return null;
  }

  private static void fallDue(Draft draft, Deadline due) {
    String id = due.id();
    switch (due.kind()) {
      case TASK -> TaskDecision.timeOut(draft, Long.parseLong(id));
      case TASK_RETENTION -> forgetTask(draft, Long.parseLong(id));
      case BARRIER -> BarrierDecision.timeOut(draft, BarrierKey.ofId(id));
      case BARRIER_RETENTION -> draft.emit(new BarrierEvent.BarrierForgotten(BarrierKey.ofId(id)));
      case PROPOSAL -> ProposalDecision.timeOut(draft, Long.parseLong(id));
      case PROPOSAL_RETENTION -> forgetProposal(draft, Long.parseLong(id));
      case RUN_TIMER -> RunDecision.timerFired(draft, StepRef.ofId(id), due.atMillis());
      case APPROVAL -> Approvals.timeOut(draft, Long.parseLong(id));
      case RUN_RETENTION -> {
        String[] name = id.split("/", 2);
        RunDecision.forget(draft, new RunRef(name[0], name[1]));
      }
      case PERMIT -> PermitDecision.timeOut(draft, Long.parseLong(id));
      case BREAK_GLASS -> PolicyDecision.timeOut(draft);
      case KEYED_OUTCOME, APPROVAL_RETENTION -> {
        // The event that the deadline passed has dropped it.
      }
    }
  }

  private static void forgetTask(Draft draft, long id) {
    Task task = draft.state().tasks().get(id);
    if (task != null) {
      draft.emit(new TaskEvent.TaskForgotten(task.spec().group(), id));
    }
  }

  private static void forgetProposal(Draft draft, long id) {
    Proposal proposal = draft.state().proposals().get(id);
    if (proposal != null) {
      draft.emit(new ProposalEvent.ProposalForgotten(proposal.key().group(), id));
    }
  }
}
