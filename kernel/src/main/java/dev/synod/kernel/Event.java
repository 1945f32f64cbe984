package dev.synod.kernel;

import dev.synod.kernel.agent.AgentEvent;
import dev.synod.kernel.audit.AuditEvent;
import dev.synod.kernel.barrier.BarrierEvent;
import dev.synod.kernel.document.DocumentEvent;
import dev.synod.kernel.governance.GovernanceEvent;
import dev.synod.kernel.group.GroupEvent;
import dev.synod.kernel.level.LevelEvent;
import dev.synod.kernel.member.MemberEvent;
import dev.synod.kernel.permit.PermitEvent;
import dev.synod.kernel.policy.PolicyEvent;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.session.SessionEvent;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.time.TimeEvent;

/** Something that happened; the only thing that changes the state. */
public sealed interface Event
    permits AgentEvent,
        GroupEvent,
        SessionEvent,
        DocumentEvent,
        BarrierEvent,
        ProposalEvent,
        TaskEvent,
        RunEvent,
        PermitEvent,
        PolicyEvent,
        TimeEvent,
        LevelEvent,
        AuditEvent,
        MemberEvent,
        GovernanceEvent {
  /** Where it happened; decides who may watch it. */
  Scope scope();
}
