package dev.synod.log.entry;

import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentEvent;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.audit.AuditEvent;
import dev.synod.kernel.barrier.BarrierCommand;
import dev.synod.kernel.barrier.BarrierEvent;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.DocumentEvent;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.governance.GovernanceCommand;
import dev.synod.kernel.governance.GovernanceEvent;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupEvent;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.level.LevelCommand;
import dev.synod.kernel.level.LevelEvent;
import dev.synod.kernel.member.MemberCommand;
import dev.synod.kernel.member.MemberEvent;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.permit.PermitEvent;
import dev.synod.kernel.permit.Permits;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.PolicyCommand;
import dev.synod.kernel.policy.PolicyEvent;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.ProposalCommand;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.session.SessionEvent;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.task.TaskSpec;
import dev.synod.kernel.time.TimeCommand;
import dev.synod.kernel.time.TimeEvent;
import dev.synod.log.Tail;
import dev.synod.log.codec.CodecRegistry;
import dev.synod.log.journal.JournalRecord;
import dev.synod.log.snapshot.Snapshot;

/**
 * The type ids of everything that is written. An id is never given to another type; a record that
 * gets components at its end gets the next version here, and a new fixture; a change of any other
 * kind is a new record.
 */
public final class SynodTypes {
  private static final CodecRegistry REGISTRY =
      runs(events(commands(basics(CodecRegistry.builder()))))
          .missing(Permits.class, "policies", Policies.EMPTY)
          .missing(Proposal.Terms.class, "openedBy", "")
          .missing(TaskSpec.class, "submittedBy", "")
          .roots(
              Origin.class,
              Command.class,
              Reply.class,
              KernelState.class,
              JournalRecord.Entry.class,
              Tail.Content.class,
              Snapshot.Header.class)
          .build();

  private SynodTypes() {}

  /** All types, compiled. */
  public static CodecRegistry registry() {
    return REGISTRY;
  }

  private static CodecRegistry.Builder basics(CodecRegistry.Builder types) {
    return types
        .type(1, 1, Numbering.None.class)
        .type(2, 1, Numbering.Sequenced.class)
        .type(3, 1, Numbering.Keyed.class)
        .type(4, 1, Reply.Applied.class)
        .type(5, 1, Reply.Rejected.class)
        .type(6, 1, Write.Put.class)
        .type(7, 1, Write.Merge.class)
        .type(8, 1, Write.Add.class)
        .type(9, 1, Write.Delete.class)
        .type(10, 1, TimeCommand.Tick.class)
        .type(14, 1, LevelCommand.RaiseLevel.class)
        .type(15, 1, LevelEvent.LevelRaised.class)
        .type(16, 1, MemberCommand.AdmitMember.class)
        .type(17, 1, MemberCommand.DismissMember.class)
        .type(11, 1, GroupSpec.Parties.All.class)
        .type(12, 1, GroupSpec.Parties.Count.class)
        .type(13, 1, GroupSpec.Parties.Percent.class);
  }

  private static CodecRegistry.Builder commands(CodecRegistry.Builder types) {
    return types
        .type(30, 1, AgentCommand.DeclareAgent.class)
        .type(31, 1, AgentCommand.RetractAgent.class)
        .type(40, 1, GroupCommand.DeclareGroup.class)
        .type(41, 1, GroupCommand.RetractGroup.class)
        .type(50, 1, SessionCommand.OpenSession.class)
        .type(51, 1, SessionCommand.CloseSession.class)
        .type(52, 1, SessionCommand.ExpireSession.class)
        .type(60, 1, DocumentCommand.WriteDocument.class)
        .type(70, 1, BarrierCommand.ArriveAtBarrier.class)
        .type(80, 1, ProposalCommand.OpenProposal.class)
        .type(81, 1, ProposalCommand.CastBallot.class)
        .type(90, 1, TaskCommand.SubmitTask.class)
        .type(91, 1, TaskCommand.CompleteTask.class)
        .type(92, 1, TaskCommand.FailTask.class)
        .type(100, 1, RunCommand.DeclareWorkflow.class)
        .type(101, 1, RunCommand.RetractWorkflow.class)
        .type(102, 1, RunCommand.StartRun.class)
        .type(103, 1, RunCommand.CancelRun.class)
        .type(104, 1, RunCommand.RetractRun.class)
        .type(105, 1, RunCommand.AdvanceRun.class)
        .type(106, 1, RunCommand.DecideApproval.class)
        .type(110, 1, AuditCommand.ErasePayload.class)
        .type(111, 1, AuditCommand.PlaceHold.class)
        .type(112, 1, AuditCommand.ReleaseHold.class)
        .type(113, 1, AuditCommand.EndRetention.class)
        .type(114, 1, AuditCommand.AnnounceKeys.class)
        .type(246, 1, AuditCommand.RecordReport.class)
        .type(120, 2, PermitCommand.GrantPermit.class)
        .type(121, 2, PermitCommand.ActivatePolicy.class)
        .type(122, 1, PolicyCommand.DeclarePolicy.class)
        .type(123, 1, PolicyCommand.RetractPolicy.class)
        .type(124, 1, PolicyCommand.RefusePolicy.class)
        .type(125, 1, PolicyCommand.BeginBreakGlass.class)
        .type(126, 1, PolicyCommand.EndBreakGlass.class)
        .type(127, 1, GovernanceCommand.RecordDecisions.class);
  }

  private static CodecRegistry.Builder events(CodecRegistry.Builder types) {
    return types
        .type(130, 1, AgentEvent.AgentDeclared.class)
        .type(131, 1, AgentEvent.AgentRetracted.class)
        .type(135, 1, GroupEvent.GroupDeclared.class)
        .type(136, 1, GroupEvent.GroupRetracted.class)
        .type(140, 1, SessionEvent.SessionOpened.class)
        .type(141, 1, SessionEvent.SessionEnded.class)
        .type(145, 1, DocumentEvent.DocumentWritten.class)
        .type(146, 1, DocumentEvent.DocumentDeleted.class)
        .type(150, 1, BarrierEvent.BarrierBegan.class)
        .type(151, 1, BarrierEvent.PartyArrived.class)
        .type(152, 1, BarrierEvent.PartyLeft.class)
        .type(153, 1, BarrierEvent.BarrierAwaited.class)
        .type(154, 1, BarrierEvent.BarrierOpened.class)
        .type(155, 1, BarrierEvent.BarrierBroke.class)
        .type(156, 1, BarrierEvent.BarrierForgotten.class)
        .type(160, 2, ProposalEvent.ProposalOpened.class)
        .type(161, 1, ProposalEvent.BallotCast.class)
        .type(162, 1, ProposalEvent.ProposalDecided.class)
        .type(163, 1, ProposalEvent.ProposalForgotten.class)
        .type(170, 2, TaskEvent.TaskSubmitted.class)
        .type(171, 1, TaskEvent.TaskAssigned.class)
        .type(172, 1, TaskEvent.TaskReleased.class)
        .type(173, 1, TaskEvent.TaskCompleted.class)
        .type(174, 1, TaskEvent.TaskFailed.class)
        .type(175, 1, TaskEvent.TaskExpired.class)
        .type(176, 1, TaskEvent.TaskCancelled.class)
        .type(177, 1, TaskEvent.TaskForgotten.class)
        .type(190, 1, RunEvent.WorkflowDeclared.class)
        .type(191, 1, RunEvent.WorkflowRetracted.class)
        .type(192, 1, RunEvent.RunStarted.class)
        .type(193, 1, RunEvent.TriggerAppended.class)
        .type(194, 1, RunEvent.RunDriven.class)
        .type(195, 1, RunEvent.RunUndriven.class)
        .type(196, 1, RunEvent.InboxConsumed.class)
        .type(197, 1, RunEvent.StepEntered.class)
        .type(198, 1, RunEvent.StepRemembered.class)
        .type(199, 1, RunEvent.StepWaits.class)
        .type(200, 1, RunEvent.StepAnswered.class)
        .type(201, 1, RunEvent.StepCompleted.class)
        .type(202, 1, RunEvent.StepFaulted.class)
        .type(203, 1, RunEvent.StepCancelled.class)
        .type(204, 1, RunEvent.ContextChanged.class)
        .type(205, 1, RunEvent.RunFinished.class)
        .type(206, 1, RunEvent.RunForgotten.class)
        .type(207, 1, RunEvent.ApprovalRequested.class)
        .type(208, 1, RunEvent.ApprovalDecided.class)
        .type(220, 2, PermitEvent.PermitGranted.class)
        .type(221, 1, PermitEvent.PermitEnded.class)
        .type(222, 2, PermitEvent.PolicyActivated.class)
        .type(224, 1, AuditEvent.PayloadErased.class)
        .type(225, 1, AuditEvent.HoldPlaced.class)
        .type(226, 1, AuditEvent.HoldReleased.class)
        .type(227, 1, AuditEvent.RetentionEnded.class)
        .type(228, 1, AuditEvent.KeysAnnounced.class)
        .type(247, 1, AuditEvent.ReportRecorded.class)
        .type(230, 1, TimeEvent.DeadlinePassed.class)
        .type(232, 1, MemberEvent.MemberAdmitted.class)
        .type(233, 1, MemberEvent.MemberDismissed.class)
        .type(236, 1, PolicyEvent.PolicyDeclared.class)
        .type(237, 1, PolicyEvent.PolicyRetracted.class)
        .type(238, 1, PolicyEvent.PolicyRefused.class)
        .type(239, 1, PolicyEvent.BreakGlassBegan.class)
        .type(240, 1, PolicyEvent.BreakGlassEnded.class)
        .type(241, 1, GovernanceEvent.DecisionsRecorded.class);
  }

  private static CodecRegistry.Builder runs(CodecRegistry.Builder types) {
    return types
        .type(300, 1, Awaiting.TaskEnd.class)
        .type(301, 1, Awaiting.Timer.class)
        .type(302, 1, Awaiting.BarrierOpening.class)
        .type(303, 1, Awaiting.GroupDecision.class)
        .type(304, 1, Awaiting.PersonDecision.class)
        .type(320, 1, RunEffect.EnterStep.class)
        .type(321, 1, RunEffect.Remember.class)
        .type(322, 1, RunEffect.CompleteStep.class)
        .type(323, 1, RunEffect.FaultStep.class)
        .type(324, 1, RunEffect.CancelStep.class)
        .type(325, 1, RunEffect.AssignTask.class)
        .type(326, 1, RunEffect.ArmTimer.class)
        .type(327, 1, RunEffect.AwaitBarrier.class)
        .type(328, 1, RunEffect.Propose.class)
        .type(329, 1, RunEffect.RequestApproval.class)
        .type(330, 1, RunEffect.ReadState.class)
        .type(331, 1, RunEffect.WriteState.class)
        .type(332, 1, RunEffect.SetContext.class)
        .type(333, 1, RunEffect.CompleteRun.class)
        .type(334, 1, RunEffect.FaultRun.class)
        .type(350, 1, Trigger.Started.class)
        .type(351, 1, Trigger.TaskEnded.class)
        .type(352, 1, Trigger.TimerFired.class)
        .type(353, 1, Trigger.BarrierSettled.class)
        .type(354, 1, Trigger.ProposalSettled.class)
        .type(355, 1, Trigger.ApprovalSettled.class)
        .type(356, 1, Trigger.StateAnswered.class)
        .type(357, 1, Trigger.EffectRefused.class);
  }
}
