package dev.synod.kernel.barrier;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.barrier.BarrierCommand.ArriveAtBarrier;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupDecision;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Inboxes;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionDecision;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/** Decides on barriers. */
public final class BarrierDecision {
  private BarrierDecision() {}

  public static @Nullable Rejection decide(Draft draft, BarrierCommand command) {
    return switch (command) {
      case ArriveAtBarrier c -> arrive(draft, c);
    };
  }

  private static @Nullable Rejection arrive(Draft draft, ArriveAtBarrier command) {
    Session session = draft.state().sessions().get(command.session());
    if (session == null
        || session.agent() == null
        || !session.subject().equals(draft.origin().subject())) {
      return SessionDecision.gone(command.session());
    }
    Rejection refused = begin(draft, command.barrier());
    if (refused != null) {
      return refused;
    }
    Barrier barrier = draft.state().barriers().require(command.barrier());
    String agent = session.agent().name();
    if (barrier.status() == BarrierStatus.BROKEN) {
      return new Rejection(
          Code.BARRIER_BROKEN,
          "Expected a barrier that still waits, but %s/%s is broken."
              .formatted(barrier.key().name(), barrier.key().instance()));
    }
    if (!barrier.parties().contains(agent)) {
      return new Rejection(
              Code.FAILED_PRECONDITION,
              "Expected a party of barrier %s, but agent %s was not a member when this instance began."
                  .formatted(barrier.key().name(), agent))
          .with("parties", Value.of(barrier.parties().stream().map(Value::of).toList()));
    }
    Long seat = barrier.arrived().get(agent);
    if (barrier.status() == BarrierStatus.OPEN || (seat != null && seat == session.id())) {
      return null;
    }
    draft.emit(new BarrierEvent.PartyArrived(barrier.key(), agent, session.id()));
    openWhenComplete(draft, barrier.key());
    return null;
  }

  /** Makes a step of a run wait for a barrier; answers at once where it is settled already. */
  public static @Nullable Rejection await(Draft draft, BarrierKey key, StepRef step) {
    Rejection refused = begin(draft, key);
    if (refused != null) {
      return refused;
    }
    Barrier barrier = draft.state().barriers().require(key);
    if (barrier.status() == BarrierStatus.WAITING) {
      draft.emit(new BarrierEvent.BarrierAwaited(key, step));
    } else {
      tell(draft, barrier, step);
    }
    return null;
  }

  private static @Nullable Rejection begin(Draft draft, BarrierKey key) {
    Group group = draft.state().groups().get(key.group());
    if (group == null) {
      return GroupDecision.unknown(key.group());
    }
    GroupSpec.BarrierSpec spec = group.spec().barrier(key.name());
    if (spec == null) {
      return new Rejection(
          Code.NOT_FOUND,
          "Expected a barrier in spec.barriers of CoordinationGroup %s, but found no '%s'."
              .formatted(key.group(), key.name()));
    }
    if (key.instance().isEmpty()
        || key.instance().length() > Limits.NAME_LENGTH_MAX
        || key.instance().contains("|")) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected an instance's name of 1 to %d characters without '|'."
              .formatted(Limits.NAME_LENGTH_MAX));
    }
    if (draft.state().barriers().has(key)) {
      return null;
    }
    if (draft.state().barriers().size() >= Limits.BARRIERS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected fewer than %d instances of barriers.".formatted(Limits.BARRIERS_MAX));
    }
    int members = group.members().size();
    int needed =
        switch (spec.parties()) {
          case GroupSpec.Parties.All _ -> members;
          case GroupSpec.Parties.Count c -> c.count();
          case GroupSpec.Parties.Percent p -> Math.ceilDiv(members * p.percent(), 100);
        };
    if (members == 0 || needed > members) {
      return new Rejection(
          Code.FAILED_PRECONDITION,
          "Expected at least %d members for barrier %s, but group %s has %d."
              .formatted(Math.max(1, needed), key.name(), key.group(), members));
    }
    long deadline = spec.timeoutMillis() == 0 ? 0 : draft.now() + spec.timeoutMillis();
    draft.emit(new BarrierEvent.BarrierBegan(key, group.members(), Math.max(1, needed), deadline));
    return null;
  }

  private static void openWhenComplete(Draft draft, BarrierKey key) {
    Barrier barrier = draft.state().barriers().require(key);
    if (barrier.arrived().size() >= barrier.needed()) {
      draft.emit(new BarrierEvent.BarrierOpened(key));
      tellWaiters(draft, barrier);
    }
  }

  /** Breaks a barrier whose time is over. */
  public static void timeOut(Draft draft, BarrierKey key) {
    Barrier barrier = draft.state().barriers().get(key);
    if (barrier != null && barrier.status() == BarrierStatus.WAITING) {
      draft.emit(
          new BarrierEvent.BarrierBroke(
              key,
              "%d of %d parties had arrived in time."
                  .formatted(barrier.arrived().size(), barrier.needed())));
      tellWaiters(draft, barrier);
    }
  }

  /** Forgets the instances of that name; one that still waits breaks first. */
  public static void forgetInstances(Draft draft, GroupRef ref, String instance) {
    Group group = draft.state().groups().get(ref);
    if (group == null) {
      return;
    }
    for (GroupSpec.BarrierSpec spec : group.spec().barriers()) {
      var key = new BarrierKey(ref, spec.name(), instance);
      Barrier barrier = draft.state().barriers().get(key);
      if (barrier == null) {
        continue;
      }
      if (barrier.status() == BarrierStatus.WAITING) {
        draft.emit(new BarrierEvent.BarrierBroke(key, "The run of its name was deleted."));
        tellWaiters(draft, barrier);
      }
      draft.emit(new BarrierEvent.BarrierForgotten(key));
    }
  }

  private static void tellWaiters(Draft draft, Barrier before) {
    Barrier barrier = draft.state().barriers().require(before.key());
    for (StepRef step : before.waiters()) {
      tell(draft, barrier, step);
    }
  }

  private static void tell(Draft draft, Barrier settled, StepRef step) {
    Inboxes.answer(
        draft,
        step.run(),
        new Awaiting.BarrierOpening(settled.key().name(), settled.key().instance()),
        new Trigger.BarrierSettled(
            step.path(),
            settled.status() == BarrierStatus.OPEN,
            settled.arrived().keySet().stream().toList()));
  }

  /** Gives back the seats of a session that ended. */
  public static void vacate(Draft draft, Session ended) {
    for (BarrierKey key : ended.holdings().seats()) {
      Barrier barrier = draft.state().barriers().get(key);
      if (barrier != null && barrier.status() == BarrierStatus.WAITING && ended.agent() != null) {
        draft.emit(new BarrierEvent.PartyLeft(key, ended.agent().name(), ended.id()));
      }
    }
  }
}
