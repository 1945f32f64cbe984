package dev.synod.kernel.barrier;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import dev.synod.kernel.run.StepRef;
import java.util.SortedSet;

/** What happened to barriers. */
public sealed interface BarrierEvent extends Event {
  BarrierKey key();

  @Override
  default Scope scope() {
    return key().group().scope();
  }

  record BarrierBegan(BarrierKey key, SortedSet<String> parties, int needed, long deadlineMillis)
      implements BarrierEvent {}

  record PartyArrived(BarrierKey key, String agent, long session) implements BarrierEvent {}

  record PartyLeft(BarrierKey key, String agent, long session) implements BarrierEvent {}

  record BarrierAwaited(BarrierKey key, StepRef step) implements BarrierEvent {}

  record BarrierOpened(BarrierKey key) implements BarrierEvent {}

  record BarrierBroke(BarrierKey key, String reason) implements BarrierEvent {}

  record BarrierForgotten(BarrierKey key) implements BarrierEvent {}
}
