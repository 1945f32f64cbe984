package dev.synod.kernel.run;

import dev.synod.kernel.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What moves a run on; committed to its inbox before anyone acts on it. */
public sealed interface Trigger {
  /** The step that it is for; empty for the run as a whole. */
  String path();

  /** The run begins. */
  record Started() implements Trigger {
    @Override
    public String path() {
      return "";
    }
  }

  /** Outside work has ended: with an output, or with a fault. */
  record TaskEnded(String path, long task, @Nullable Value output, @Nullable Fault fault)
      implements Trigger {}

  /** A timer fired that was set for this moment. */
  record TimerFired(String path, long atMillis) implements Trigger {}

  /** A barrier opened, or broke. */
  record BarrierSettled(String path, boolean open, List<String> arrived) implements Trigger {}

  /** A group decided: {proposal, outcome, reason, tally, ballots}. */
  record ProposalSettled(String path, Value outcome) implements Trigger {}

  /** A person decided, or the time was over and the declared fallback was taken. */
  record ApprovalSettled(String path, boolean approved, String by, String comment, boolean timedOut)
      implements Trigger {}

  /** Shared state was read or written. */
  record StateAnswered(String path, Value value, @Nullable Fault fault) implements Trigger {}

  /** An effect that the step asked for was refused. */
  record EffectRefused(String path, Fault fault) implements Trigger {}
}
