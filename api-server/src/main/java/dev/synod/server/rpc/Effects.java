package dev.synod.server.rpc;

import dev.synod.api.v1.RunEffect;
import dev.synod.server.problem.ProblemException;

/** The protocol's effects of an advance in the kernel's terms. */
final class Effects {
  private Effects() {}

  static dev.synod.kernel.run.RunEffect effect(RunEffect effect) {
    String path = effect.getPath();
    return switch (effect.getEffectCase()) {
      case ENTER_STEP -> enterStep(path, effect);
      case REMEMBER_JSON ->
          new dev.synod.kernel.run.RunEffect.Remember(
              path, Decoding.json("remember_json", effect.getRememberJson()));
      case COMPLETE_STEP -> {
        var e = effect.getCompleteStep();
        yield new dev.synod.kernel.run.RunEffect.CompleteStep(
            path, Decoding.json("output_json", e.getOutputJson()), e.getNext());
      }
      case FAULT_STEP ->
          new dev.synod.kernel.run.RunEffect.FaultStep(path, Decoding.fault(effect.getFaultStep()));
      case CANCEL_STEP ->
          new dev.synod.kernel.run.RunEffect.CancelStep(path, effect.getCancelStep());
      case ASSIGN_TASK -> assignTask(path, effect);
      case ARM_TIMER_MILLIS ->
          new dev.synod.kernel.run.RunEffect.ArmTimer(path, effect.getArmTimerMillis());
      case AWAIT_BARRIER -> {
        var e = effect.getAwaitBarrier();
        yield new dev.synod.kernel.run.RunEffect.AwaitBarrier(
            path, e.getBarrier(), e.getInstance());
      }
      case PROPOSE -> {
        var e = effect.getPropose();
        yield new dev.synod.kernel.run.RunEffect.Propose(
            path,
            e.getDecision(),
            e.getInstance(),
            Decoding.json("subject_json", e.getSubjectJson()));
      }
      case REQUEST_APPROVAL -> {
        var e = effect.getRequestApproval();
        yield new dev.synod.kernel.run.RunEffect.RequestApproval(
            path,
            e.getTitle(),
            e.getRolesList().stream().toList(),
            e.getTimeoutMillis(),
            e.getFallbackApproves());
      }
      case READ_STATE -> new dev.synod.kernel.run.RunEffect.ReadState(path, effect.getReadState());
      case WRITE_STATE ->
          new dev.synod.kernel.run.RunEffect.WriteState(
              path, effect.getWriteState().getKey(), Decoding.write(effect.getWriteState()));
      case SET_CONTEXT_JSON ->
          new dev.synod.kernel.run.RunEffect.SetContext(
              Decoding.json("set_context_json", effect.getSetContextJson()));
      case COMPLETE_RUN_JSON ->
          new dev.synod.kernel.run.RunEffect.CompleteRun(
              Decoding.json("complete_run_json", effect.getCompleteRunJson()));
      case FAULT_RUN ->
          new dev.synod.kernel.run.RunEffect.FaultRun(Decoding.fault(effect.getFaultRun()));
      case EFFECT_NOT_SET ->
          throw ProblemException.invalid(
              "Expected an effect that this server knows in each item of 'effects', but found none.");
    };
  }

  private static dev.synod.kernel.run.RunEffect enterStep(String path, RunEffect effect) {
    var e = effect.getEnterStep();
    return new dev.synod.kernel.run.RunEffect.EnterStep(
        path,
        e.getName(),
        e.getKind(),
        Decoding.json("input_json", e.getInputJson()),
        Decoding.json("memo_json", e.getMemoJson()));
  }

  private static dev.synod.kernel.run.RunEffect assignTask(String path, RunEffect effect) {
    var e = effect.getAssignTask();
    return new dev.synod.kernel.run.RunEffect.AssignTask(
        path,
        e.getCapability(),
        e.getAgent(),
        Decoding.json("input_json", e.getInputJson()),
        Decoding.priority(e.getPriority()),
        e.getTimeoutMillis(),
        e.getAttemptsMax());
  }
}
