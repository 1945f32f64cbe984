package dev.synod.worker.drive;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.StateWrite;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.value.Value;

/** Writes effects for the wire. */
final class EffectWriter {
  private EffectWriter() {}

  static dev.synod.api.v1.RunEffect effect(RunEffect effect) {
    var wire = dev.synod.api.v1.RunEffect.newBuilder();
    switch (effect) {
      case RunEffect.SetContext e -> wire.setSetContextJson(json(e.context()));
      case RunEffect.CompleteRun e -> wire.setCompleteRunJson(json(e.output()));
      case RunEffect.FaultRun e -> wire.setFaultRun(fault(e.fault()));
      case RunEffect.OnStep e -> onStep(wire.setPath(e.path()), e);
    }
    return wire.build();
  }

  private static void onStep(dev.synod.api.v1.RunEffect.Builder wire, RunEffect.OnStep effect) {
    switch (effect) {
      case RunEffect.EnterStep e ->
          wire.setEnterStep(
              dev.synod.api.v1.RunEffect.EnterStep.newBuilder()
                  .setName(e.name())
                  .setKind(e.kind())
                  .setInputJson(json(e.input()))
                  .setMemoJson(json(e.memo())));
      case RunEffect.Remember e -> wire.setRememberJson(json(e.memo()));
      case RunEffect.CompleteStep e ->
          wire.setCompleteStep(
              dev.synod.api.v1.RunEffect.CompleteStep.newBuilder()
                  .setOutputJson(json(e.output()))
                  .setNext(e.next()));
      case RunEffect.FaultStep e -> wire.setFaultStep(fault(e.fault()));
      case RunEffect.CancelStep e -> wire.setCancelStep(e.reason());
      case RunEffect.AssignTask e ->
          wire.setAssignTask(
              dev.synod.api.v1.RunEffect.AssignTask.newBuilder()
                  .setCapability(e.capability())
                  .setAgent(e.agent())
                  .setInputJson(json(e.input()))
                  .setPriority(priority(e.priority()))
                  .setTimeoutMillis(e.timeoutMillis())
                  .setAttemptsMax(e.attemptsMax()));
      case RunEffect.ArmTimer e -> wire.setArmTimerMillis(e.delayMillis());
      case RunEffect.AwaitBarrier e ->
          wire.setAwaitBarrier(
              dev.synod.api.v1.Awaiting.BarrierInstance.newBuilder()
                  .setBarrier(e.barrier())
                  .setInstance(e.instance()));
      case RunEffect.Propose e ->
          wire.setPropose(
              dev.synod.api.v1.RunEffect.Propose.newBuilder()
                  .setDecision(e.decision())
                  .setInstance(e.instance())
                  .setSubjectJson(json(e.subject())));
      case RunEffect.RequestApproval e ->
          wire.setRequestApproval(
              dev.synod.api.v1.RunEffect.RequestApproval.newBuilder()
                  .setTitle(e.title())
                  .addAllRoles(e.roles())
                  .setTimeoutMillis(e.timeoutMillis())
                  .setFallbackApproves(e.fallbackApproves()));
      case RunEffect.ReadState e -> wire.setReadState(e.key());
      case RunEffect.WriteState e -> wire.setWriteState(write(e.key(), e.write()));
    }
  }

  private static StateWrite write(String key, Write write) {
    var wire = StateWrite.newBuilder().setKey(key);
    return switch (write) {
      case Write.Put put -> wire.setPutJson(json(put.value())).build();
      case Write.Merge merge -> wire.setMergeJson(json(merge.patch())).build();
      case Write.Add add -> wire.setAddJson(json(add.delta())).build();
      case Write.Delete _ -> wire.setDelete(true).build();
    };
  }

  private static dev.synod.api.v1.Priority priority(Priority priority) {
    return switch (priority) {
      case HIGH -> dev.synod.api.v1.Priority.PRIORITY_HIGH;
      case NORMAL -> dev.synod.api.v1.Priority.PRIORITY_NORMAL;
      case LOW -> dev.synod.api.v1.Priority.PRIORITY_LOW;
    };
  }

  private static dev.synod.api.v1.Fault fault(Fault fault) {
    return dev.synod.api.v1.Fault.newBuilder()
        .setType(fault.type())
        .setStatus(fault.status())
        .setTitle(fault.title())
        .setDetail(fault.detail())
        .setInstance(fault.instance())
        .build();
  }

  private static ByteString json(Value value) {
    return ByteString.copyFromUtf8(value.json());
  }
}
