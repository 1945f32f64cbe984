package dev.synod.server.rpc;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.Awaiting;
import dev.synod.api.v1.Ballot;
import dev.synod.api.v1.Barrier;
import dev.synod.api.v1.Document;
import dev.synod.api.v1.Fault;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.InboxItem;
import dev.synod.api.v1.Priority;
import dev.synod.api.v1.Proposal;
import dev.synod.api.v1.RunRef;
import dev.synod.api.v1.RunState;
import dev.synod.api.v1.RunStep;
import dev.synod.api.v1.Task;
import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/** Entities of the kernel in the terms of the protocol. */
final class Protos {
  private Protos() {}

  static GroupRef group(dev.synod.kernel.group.GroupRef ref) {
    return GroupRef.newBuilder().setNamespace(ref.namespace()).setName(ref.name()).build();
  }

  static RunRef run(dev.synod.kernel.run.RunRef ref) {
    return RunRef.newBuilder().setNamespace(ref.namespace()).setName(ref.name()).build();
  }

  /** JSON; empty where there is none. */
  static ByteString json(@Nullable Value value) {
    return value == null ? ByteString.EMPTY : ByteString.copyFromUtf8(value.json());
  }

  static Fault fault(dev.synod.kernel.run.Fault fault) {
    return Fault.newBuilder()
        .setType(fault.type())
        .setStatus(fault.status())
        .setTitle(fault.title())
        .setDetail(fault.detail())
        .setInstance(fault.instance())
        .build();
  }

  static Document document(dev.synod.kernel.document.Document document) {
    return Document.newBuilder()
        .setKey(document.key())
        .setValueJson(json(document.value()))
        .setRevision(document.revision())
        .setUpdatedAtMillis(document.updatedAtMillis())
        .setUpdatedBy(document.updatedBy())
        .build();
  }

  static Task task(dev.synod.kernel.task.Task task) {
    var spec = task.spec();
    var message =
        Task.newBuilder()
            .setId(task.id())
            .setGroup(group(spec.group()))
            .setCapability(spec.capability())
            .setInputJson(json(spec.input()))
            .setPriority(priority(spec.priority()))
            .setStatus(task.status().name())
            .setEffectId(spec.effectId())
            .setAttempt(task.attempt())
            .setDeadlineMillis(task.deadlineMillis())
            .setOutputJson(json(task.output()))
            .setSubmittedBy(spec.submittedBy());
    var lease = task.lease();
    if (lease != null) {
      message.setToken(lease.token()).setSession(lease.session()).setAgent(lease.agent());
    }
    var fault = task.fault();
    if (fault != null) {
      message.setFault(fault(fault));
    }
    var step = spec.step();
    if (step != null) {
      message.setRun(run(step.run()));
    }
    return message.build();
  }

  private static Priority priority(dev.synod.kernel.task.Priority priority) {
    return switch (priority) {
      case HIGH -> Priority.PRIORITY_HIGH;
      case NORMAL -> Priority.PRIORITY_NORMAL;
      case LOW -> Priority.PRIORITY_LOW;
    };
  }

  static Barrier barrier(dev.synod.kernel.barrier.Barrier barrier) {
    return Barrier.newBuilder()
        .setGroup(group(barrier.key().group()))
        .setName(barrier.key().name())
        .setInstance(barrier.key().instance())
        .setStatus(word(barrier.status()))
        .addAllParties(barrier.parties())
        .setNeeded(barrier.needed())
        .addAllArrived(barrier.arrived().keySet())
        .setDeadlineMillis(barrier.deadlineMillis())
        .build();
  }

  private static String word(BarrierStatus status) {
    return switch (status) {
      case WAITING -> "Waiting";
      case OPEN -> "Open";
      case BROKEN -> "Broken";
    };
  }

  static Proposal proposal(dev.synod.kernel.proposal.Proposal proposal) {
    var terms = proposal.terms();
    var message =
        Proposal.newBuilder()
            .setId(proposal.id())
            .setGroup(group(proposal.key().group()))
            .setDecision(proposal.key().decision())
            .setInstance(proposal.key().instance())
            .setSubjectJson(json(terms.subject()))
            .addAllOptions(terms.options())
            .putAllElectorate(terms.electorate())
            .setQuorumPercent(terms.quorumPercent())
            .setStatus(proposal.status() == ProposalStatus.OPEN ? "Open" : "Decided")
            .setOutcome(proposal.outcome())
            .setReason(proposal.reason())
            .setDeadlineMillis(terms.deadlineMillis())
            .setOpenedBy(terms.openedBy());
    var waiter = proposal.waiter();
    if (waiter != null) {
      message.setRun(run(waiter.run()));
    }
    proposal
        .ballots()
        .forEach(
            (agent, ballot) ->
                message.addBallots(
                    Ballot.newBuilder()
                        .setAgent(agent)
                        .setOption(ballot.option())
                        .setReason(ballot.reason())
                        .setAtMillis(ballot.atMillis())));
    return message.build();
  }

  static RunState runState(Run run) {
    var spec = run.spec();
    return RunState.newBuilder()
        .setRef(run(run.ref()))
        .setWorkflow(spec.workflow())
        .setGroup(group(spec.group()))
        .setDigest(spec.digest())
        .setInputJson(json(spec.input()))
        .setContextJson(json(run.context()))
        .addAllSteps(run.sortedSteps().stream().map(Protos::step).toList())
        .setStartedAtMillis(run.result().startedAtMillis())
        .setUid(spec.declaration().uid())
        .build();
  }

  private static RunStep step(dev.synod.kernel.run.RunStep step) {
    var message =
        RunStep.newBuilder()
            .setPath(step.path())
            .setName(step.name())
            .setKind(step.kind())
            .setStatus(step.status().name())
            .setInputJson(json(step.input()))
            .setMemoJson(json(step.memo()))
            .setOutputJson(json(step.output()))
            .setNext(step.next())
            .addAllAwaiting(step.awaiting().stream().map(Protos::awaiting).toList())
            .setEnteredAtMillis(step.enteredAtMillis())
            .setFinishedAtMillis(step.finishedAtMillis());
    var fault = step.fault();
    return fault == null ? message.build() : message.setFault(fault(fault)).build();
  }

  private static Awaiting awaiting(dev.synod.kernel.run.Awaiting awaiting) {
    return switch (awaiting) {
      case dev.synod.kernel.run.Awaiting.TaskEnd a ->
          Awaiting.newBuilder().setTask(a.task()).build();
      case dev.synod.kernel.run.Awaiting.Timer a ->
          Awaiting.newBuilder().setTimerAtMillis(a.atMillis()).build();
      case dev.synod.kernel.run.Awaiting.BarrierOpening a ->
          Awaiting.newBuilder()
              .setBarrier(
                  Awaiting.BarrierInstance.newBuilder()
                      .setBarrier(a.barrier())
                      .setInstance(a.instance()))
              .build();
      case dev.synod.kernel.run.Awaiting.GroupDecision a ->
          Awaiting.newBuilder().setProposal(a.proposal()).build();
      case dev.synod.kernel.run.Awaiting.PersonDecision a ->
          Awaiting.newBuilder().setApproval(a.approval()).build();
    };
  }

  static InboxItem item(dev.synod.kernel.run.InboxItem item) {
    var message = InboxItem.newBuilder().setNumber(item.number()).setPath(item.trigger().path());
    switch (item.trigger()) {
      case Trigger.Started _ -> message.setStarted(InboxItem.Started.getDefaultInstance());
      case Trigger.TaskEnded t -> {
        var ended =
            InboxItem.TaskEnded.newBuilder().setTask(t.task()).setOutputJson(json(t.output()));
        var fault = t.fault();
        message.setTaskEnded(fault == null ? ended : ended.setFault(fault(fault)));
      }
      case Trigger.TimerFired t ->
          message.setTimerFired(InboxItem.TimerFired.newBuilder().setAtMillis(t.atMillis()));
      case Trigger.BarrierSettled t ->
          message.setBarrierSettled(
              InboxItem.BarrierSettled.newBuilder().setOpen(t.open()).addAllArrived(t.arrived()));
      case Trigger.ProposalSettled t ->
          message.setProposalSettled(
              InboxItem.ProposalSettled.newBuilder().setOutcomeJson(json(t.outcome())));
      case Trigger.ApprovalSettled t ->
          message.setApprovalSettled(
              InboxItem.ApprovalSettled.newBuilder()
                  .setApproved(t.approved())
                  .setBy(t.by())
                  .setComment(t.comment())
                  .setTimedOut(t.timedOut()));
      case Trigger.StateAnswered t -> {
        var answered = InboxItem.StateAnswered.newBuilder().setValueJson(json(t.value()));
        var fault = t.fault();
        message.setStateAnswered(fault == null ? answered : answered.setFault(fault(fault)));
      }
      case Trigger.EffectRefused t ->
          message.setEffectRefused(InboxItem.EffectRefused.newBuilder().setFault(fault(t.fault())));
    }
    return message.build();
  }
}
