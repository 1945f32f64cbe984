package dev.synod.kernel;

import dev.synod.kernel.agent.AgentEvent;
import dev.synod.kernel.agent.AgentEvolution;
import dev.synod.kernel.audit.AuditEvent;
import dev.synod.kernel.audit.AuditEvolution;
import dev.synod.kernel.barrier.BarrierEvent;
import dev.synod.kernel.barrier.BarrierEvolution;
import dev.synod.kernel.document.DocumentEvent;
import dev.synod.kernel.document.DocumentEvolution;
import dev.synod.kernel.governance.GovernanceEvent;
import dev.synod.kernel.group.GroupEvent;
import dev.synod.kernel.group.GroupEvolution;
import dev.synod.kernel.level.LevelEvent;
import dev.synod.kernel.member.MemberEvent;
import dev.synod.kernel.permit.PermitEvent;
import dev.synod.kernel.permit.PermitEvolution;
import dev.synod.kernel.policy.PolicyEvent;
import dev.synod.kernel.policy.PolicyEvolution;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.proposal.ProposalEvolution;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.RunEvolution;
import dev.synod.kernel.session.SessionEvent;
import dev.synod.kernel.session.SessionEvolution;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.task.TaskEvolution;
import dev.synod.kernel.time.Deadline;
import dev.synod.kernel.time.TimeEvent;

/** The only way in which the state changes. */
final class Evolution {
  private Evolution() {}

  /** The state after an event, which must be the next one. */
  static KernelState evolve(KernelState state, Recorded recorded) {
    if (recorded.revision() != state.clock().revision() + 1) {
      throw new IllegalStateException(
          "Expected the event of revision %d, but found %d."
              .formatted(state.clock().revision() + 1, recorded.revision()));
    }
    KernelState next = state.withClock(state.clock().atRevision(recorded.revision()));
    return switch (recorded.event()) {
      case DocumentEvent e -> DocumentEvolution.evolve(next, recorded, e);
      case TaskEvent e -> TaskEvolution.evolve(next, recorded, e);
      case RunEvent e -> RunEvolution.evolve(next, recorded, e);
      case SessionEvent e -> SessionEvolution.evolve(next, recorded, e);
      case BarrierEvent e -> BarrierEvolution.evolve(next, recorded, e);
      case ProposalEvent e -> ProposalEvolution.evolve(next, recorded, e);
      case PermitEvent e -> PermitEvolution.evolve(next, recorded, e);
      case PolicyEvent e -> PolicyEvolution.evolve(next, recorded, e);
      case AgentEvent e -> AgentEvolution.evolve(next, recorded, e);
      case GroupEvent e -> GroupEvolution.evolve(next, recorded, e);
      case TimeEvent.DeadlinePassed e -> passed(next, e.deadline());
      case AuditEvent e -> AuditEvolution.evolve(next, e);
      case LevelEvent.LevelRaised e -> next.withClock(next.clock().atLevel(e.level()));
      case MemberEvent _ -> next;
      case GovernanceEvent _ -> next;
    };
  }

  private static KernelState passed(KernelState state, Deadline deadline) {
    KernelState disarmed = state.disarm(deadline);
    return switch (deadline.kind()) {
      case KEYED_OUTCOME ->
          disarmed.withKeyed(disarmed.keyed().remove(KeyedOutcome.Id.of(deadline.id())));
      case APPROVAL_RETENTION ->
          disarmed.withRuns(disarmed.runs().forgetApproval(Long.parseLong(deadline.id())));
      default -> disarmed;
    };
  }

  /** The state after a request, brought along by what it did instead of by deciding again. */
  static KernelState evolve(KernelState state, Outcome outcome) {
    KernelState next = state;
    for (Recorded recorded : outcome.events()) {
      next = evolve(next, recorded);
    }
    return remember(next, outcome);
  }

  /** Remembers the reply for a repeated request, and appends the audit leaf. */
  static KernelState remember(KernelState state, Outcome outcome) {
    KernelState audited = state.withAudit(state.audit().append(outcome.leaf()));
    return switch (outcome.numbering()) {
      case Numbering.None _ -> audited;
      case Numbering.Sequenced numbering ->
          audited.withSessions(audited.sessions().numbered(numbering, outcome.reply()));
      case Numbering.Keyed numbering -> rememberKeyed(audited, outcome, numbering);
    };
  }

  private static KernelState rememberKeyed(
      KernelState state, Outcome outcome, Numbering.Keyed numbering) {
    var id = new KeyedOutcome.Id(outcome.subject(), numbering.key());
    long expires = state.clock().timeMillis() + Limits.KEYED_OUTCOME_TTL_MILLIS;
    return state
        .withKeyed(
            state
                .keyed()
                .put(
                    id,
                    new KeyedOutcome(
                        outcome.subject(),
                        numbering.key(),
                        numbering.requestDigest(),
                        outcome.reply(),
                        expires)))
        .arm(new Deadline(expires, Deadline.Kind.KEYED_OUTCOME, id.text()));
  }
}
