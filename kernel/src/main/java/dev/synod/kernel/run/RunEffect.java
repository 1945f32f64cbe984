package dev.synod.kernel.run;

import dev.synod.kernel.document.Write;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.value.Value;
import java.util.List;

/** What an advance of a run does. The kernel checks each against the run's lifecycle and limits. */
public sealed interface RunEffect {

  /** An effect on one step. */
  sealed interface OnStep extends RunEffect {
    String path();
  }

  /** A step begins. Its memo may be JSON null. */
  record EnterStep(String path, String name, String kind, Value input, Value memo)
      implements OnStep {}

  /** Replaces what the interpreter remembers at a step. */
  record Remember(String path, Value memo) implements OnStep {}

  /** A step ends well; {@code next} is its flow directive. */
  record CompleteStep(String path, Value output, String next) implements OnStep {}

  /** A step ends with an error. */
  record FaultStep(String path, Fault fault) implements OnStep {}

  /** A step is given up, as the loser of a competition. */
  record CancelStep(String path, String reason) implements OnStep {}

  /** Outside work: answered by {@link Trigger.TaskEnded}. */
  record AssignTask(
      String path,
      String capability,
      String agent,
      Value input,
      Priority priority,
      long timeoutMillis,
      int attemptsMax)
      implements OnStep {}

  /** A wait: answered by {@link Trigger.TimerFired}. */
  record ArmTimer(String path, long delayMillis) implements OnStep {}

  /** Answered by {@link Trigger.BarrierSettled}. */
  record AwaitBarrier(String path, String barrier, String instance) implements OnStep {}

  /** Answered by {@link Trigger.ProposalSettled}. */
  record Propose(String path, String decision, String instance, Value subject) implements OnStep {}

  /** Answered by {@link Trigger.ApprovalSettled}; {@code timeoutMillis} 0 for never. */
  record RequestApproval(
      String path, String title, List<String> roles, long timeoutMillis, boolean fallbackApproves)
      implements OnStep {}

  /** Answered by {@link Trigger.StateAnswered} with the value, {@code null} where there is none. */
  record ReadState(String path, String key) implements OnStep {}

  /** Answered by {@link Trigger.StateAnswered} with what is stored now. */
  record WriteState(String path, String key, Write write) implements OnStep {}

  /** Replaces {@code $context}. */
  record SetContext(Value context) implements RunEffect {}

  /** The run ends well. */
  record CompleteRun(Value output) implements RunEffect {}

  /** The run ends with an error. */
  record FaultRun(Fault fault) implements RunEffect {}
}
