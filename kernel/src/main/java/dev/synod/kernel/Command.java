package dev.synod.kernel;

import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.barrier.BarrierCommand;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.governance.GovernanceCommand;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.level.LevelCommand;
import dev.synod.kernel.member.MemberCommand;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.policy.PolicyCommand;
import dev.synod.kernel.proposal.ProposalCommand;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.time.TimeCommand;

/** A wish to change the state. */
public sealed interface Command
    permits AgentCommand,
        GroupCommand,
        SessionCommand,
        DocumentCommand,
        BarrierCommand,
        ProposalCommand,
        TaskCommand,
        RunCommand,
        PermitCommand,
        PolicyCommand,
        TimeCommand,
        LevelCommand,
        AuditCommand,
        MemberCommand,
        GovernanceCommand {
  /** The word that governance knows it by, one of {@link Action}. */
  String action();

  /** Where it acts. */
  Scope scope();
}
