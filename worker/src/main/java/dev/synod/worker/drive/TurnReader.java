package dev.synod.worker.drive;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.RunState;
import dev.synod.kernel.Table;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.RunSpec;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.StepStatus;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import io.vavr.collection.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads turns off the wire. */
final class TurnReader {
  private TurnReader() {}

  static RunRef ref(dev.synod.api.v1.RunRef ref) {
    return new RunRef(ref.getNamespace(), ref.getName());
  }

  static Run run(RunState state) {
    Table<String, RunStep> steps = Table.empty();
    for (var step : state.getStepsList()) {
      steps = steps.put(step.getPath(), step(step));
    }
    return new Run(
        ref(state.getRef()),
        new RunSpec(
            new Declaration(state.getUid(), 0, ""),
            state.getWorkflow(),
            new GroupRef(state.getGroup().getNamespace(), state.getGroup().getName()),
            state.getDigest(),
            value(state.getInputJson())),
        RunPhase.RUNNING,
        new Run.Driver(0, 0),
        new Run.Inbox(Vector.empty(), 1),
        steps,
        value(state.getContextJson()),
        new Run.Result(state.getStartedAtMillis(), 0, null, null),
        0);
  }

  private static RunStep step(dev.synod.api.v1.RunStep step) {
    return new RunStep(
        step.getPath(),
        step.getName(),
        step.getKind(),
        StepStatus.valueOf(step.getStatus()),
        value(step.getInputJson()),
        value(step.getMemoJson()),
        optional(step.getOutputJson()),
        step.getNext(),
        step.hasFault() ? fault(step.getFault()) : null,
        step.getAwaitingList().stream().map(TurnReader::awaiting).toList(),
        step.getEnteredAtMillis(),
        step.getFinishedAtMillis());
  }

  private static Awaiting awaiting(dev.synod.api.v1.Awaiting awaiting) {
    return switch (awaiting.getOnCase()) {
      case TASK -> new Awaiting.TaskEnd(awaiting.getTask());
      case TIMER_AT_MILLIS -> new Awaiting.Timer(awaiting.getTimerAtMillis());
      case BARRIER ->
          new Awaiting.BarrierOpening(
              awaiting.getBarrier().getBarrier(), awaiting.getBarrier().getInstance());
      case PROPOSAL -> new Awaiting.GroupDecision(awaiting.getProposal());
      case APPROVAL -> new Awaiting.PersonDecision(awaiting.getApproval());
      case ON_NOT_SET -> throw new IllegalArgumentException("Expected what a step waits for.");
    };
  }

  static List<InboxItem> items(List<dev.synod.api.v1.InboxItem> items) {
    return items.stream().map(item -> new InboxItem(item.getNumber(), trigger(item))).toList();
  }

  private static Trigger trigger(dev.synod.api.v1.InboxItem item) {
    String path = item.getPath();
    return switch (item.getTriggerCase()) {
      case STARTED -> new Trigger.Started();
      case TASK_ENDED -> {
        var ended = item.getTaskEnded();
        yield new Trigger.TaskEnded(
            path,
            ended.getTask(),
            optional(ended.getOutputJson()),
            ended.hasFault() ? fault(ended.getFault()) : null);
      }
      case TIMER_FIRED -> new Trigger.TimerFired(path, item.getTimerFired().getAtMillis());
      case BARRIER_SETTLED ->
          new Trigger.BarrierSettled(
              path,
              item.getBarrierSettled().getOpen(),
              List.copyOf(item.getBarrierSettled().getArrivedList()));
      case PROPOSAL_SETTLED ->
          new Trigger.ProposalSettled(path, value(item.getProposalSettled().getOutcomeJson()));
      case APPROVAL_SETTLED -> {
        var settled = item.getApprovalSettled();
        yield new Trigger.ApprovalSettled(
            path,
            settled.getApproved(),
            settled.getBy(),
            settled.getComment(),
            settled.getTimedOut());
      }
      case STATE_ANSWERED ->
          new Trigger.StateAnswered(
              path,
              value(item.getStateAnswered().getValueJson()),
              item.getStateAnswered().hasFault()
                  ? fault(item.getStateAnswered().getFault())
                  : null);
      case EFFECT_REFUSED ->
          new Trigger.EffectRefused(path, fault(item.getEffectRefused().getFault()));
      case TRIGGER_NOT_SET ->
          throw new IllegalArgumentException(
              "Expected a trigger that this version knows; upgrade the worker.");
    };
  }

  private static Fault fault(dev.synod.api.v1.Fault fault) {
    return new Fault(
        fault.getType(),
        fault.getStatus(),
        fault.getTitle(),
        fault.getDetail(),
        fault.getInstance());
  }

  private static @Nullable Value optional(ByteString json) {
    return json.isEmpty() ? null : Value.parse(json.toStringUtf8());
  }

  private static Value value(ByteString json) {
    return json.isEmpty() ? Values.NULL : Value.parse(json.toStringUtf8());
  }
}
