package dev.synod.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Event;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Request;
import dev.synod.kernel.Scope;
import dev.synod.kernel.Step;
import dev.synod.kernel.barrier.BarrierEvent;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.permit.Permit;
import dev.synod.kernel.permit.PermitEvent;
import dev.synod.kernel.permit.PermitEvolution;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.time.Deadline;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.log.Tail;
import dev.synod.simulator.raft.Rules;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What all replicas do wrong alike, each in one way, is found by the invariant that forbids it. */
class InvariantsTest {
  private static final Duration TIME = Duration.ofMinutes(15);
  private static final int SEEDS_MAX = 5;

  /** When nothing falls due that is planted: after all that is simulated. */
  private static final long NEVER = Long.MAX_VALUE;

  private static final Deadline OF_NOTHING = new Deadline(NEVER, Deadline.Kind.PERMIT, "0");

  @TestFactory
  Stream<DynamicTest> shouldFindWhatAllReplicasDoWrongAlike() {
    return Stream.of(
        wrong(
            "LEASE_IS_EXCLUSIVE",
            event ->
                event instanceof TaskEvent.TaskReleased e
                    ? new TaskEvent.TaskReleased(e.group(), e.id(), e.session() + 1, e.reason())
                    : event),
        wrong(
            "RESULT_ONCE",
            event ->
                event instanceof TaskEvent.TaskAssigned e
                    ? new TaskEvent.TaskCompleted(e.group(), e.id(), Value.of(1))
                    : event),
        wrong(
            "DRIVER_IS_EXCLUSIVE",
            event ->
                event instanceof RunEvent.RunDriven e
                    ? new RunEvent.RunUndriven(e.ref(), "")
                    : event),
        wrong(
            "BARRIER_OPENS_ONCE",
            event ->
                event instanceof BarrierEvent.PartyArrived e
                    ? new BarrierEvent.PartyLeft(e.key(), e.agent(), e.session())
                    : event),
        wrong(
            "ONE_VOTE",
            event ->
                event instanceof ProposalEvent.BallotCast e
                    ? new ProposalEvent.BallotCast(
                        e.group(), e.id(), "the same", e.option(), e.reason())
                    : event),
        found("REVISION_RISES", outcomes(outcome -> withEvents(outcome, InvariantsTest::later))),
        found("AUDIT_IS_WHOLE", outcomes(InvariantsTest::withAnotherLeaf)),
        found("COUNTED_ONCE", commands(InvariantsTest::twice)),
        found("TIME_GOES_ON", batches(batch -> new Batch(batch.index(), 1, batch.requests()))),
        found("TIME_RISES", hasty()),
        found("WATCH_IS_WHOLE", watches(events -> events.isEmpty() ? events : skipped(events))),
        found("WATCH_IS_WHOLE", watches(List::reversed)),
        found("RECOVERS", deaf()),
        found("ONE_LEADER", fickle()),
        found("STATE_IS_SOUND", states(state -> state.arm(OF_NOTHING))),
        found("LIMITS_HOLD", states(InvariantsTest::crowded)));
  }

  /** Some seed shows it. */
  private static DynamicTest found(String invariant, Rules rules) {
    return DynamicTest.dynamicTest(
        invariant,
        () -> {
          for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            Scenario scenario = Scenario.of(seed, TIME);
            SimulationFailure failure =
                catchThrowableOfType(
                    SimulationFailure.class, () -> Simulation.run(scenario, rules));
            if (failure != null) {
              assertThat(failure.getCause()).hasMessageStartingWith(invariant + ": ");
              return;
            }
          }
          throw new AssertionError("None of " + SEEDS_MAX + " seeds shows it.");
        });
  }

  private static DynamicTest wrong(String invariant, UnaryOperator<Event> change) {
    return found(
        invariant,
        outcomes(
            outcome ->
                withEvents(
                    outcome,
                    event ->
                        new Recorded(
                            event.revision(), event.timeMillis(), change.apply(event.event())))));
  }

  private static Outcome withEvents(Outcome outcome, UnaryOperator<Recorded> change) {
    return new Outcome(
        outcome.subject(),
        outcome.numbering(),
        outcome.reply(),
        outcome.events().stream().map(change).toList(),
        outcome.leaf());
  }

  private static Recorded later(Recorded event) {
    return new Recorded(event.revision() + 1, event.timeMillis(), event.event());
  }

  private static Outcome withAnotherLeaf(Outcome outcome) {
    byte[] leaf = outcome.leaf().toArray();
    if (leaf.length > 0) {
      leaf[0] ^= 1;
    }
    return new Outcome(
        outcome.subject(),
        outcome.numbering(),
        outcome.reply(),
        outcome.events(),
        Bytes.copyOf(leaf));
  }

  private static Rules outcomes(UnaryOperator<Outcome> change) {
    return new Rules() {
      @Override
      protected Step apply(KernelState state, Batch batch) {
        Step step = Kernel.apply(state, batch);
        return new Step(step.state(), step.outcomes().stream().map(change).toList());
      }
    };
  }

  private static Rules states(UnaryOperator<KernelState> change) {
    return new Rules() {
      @Override
      protected Step apply(KernelState state, Batch batch) {
        Step step = Kernel.apply(state, batch);
        return new Step(change.apply(step.state()), step.outcomes());
      }
    };
  }

  /** One permit more than there may be, each as the kernel would have it. */
  private static KernelState crowded(KernelState state) {
    KernelState next = state;
    for (long id = -1; next.permits().table().size() <= Limits.PERMITS_MAX; id--) {
      if (next.permits().get(id) == null) {
        var permit =
            new Permit(
                id, "agent:review/many", "state.write", Scope.CLUSTER, 0, 0, NEVER, "", null);
        var granted = new PermitEvent.PermitGranted(permit);
        next = PermitEvolution.evolve(next, new Recorded(0, 0, granted), granted);
      }
    }
    return next;
  }

  private static Rules batches(UnaryOperator<Batch> change) {
    return new Rules() {
      @Override
      protected Step apply(KernelState state, Batch batch) {
        return Kernel.apply(state, change.apply(batch));
      }
    };
  }

  private static Rules commands(UnaryOperator<Request> change) {
    return batches(
        batch ->
            new Batch(
                batch.index(), batch.timeMillis(), batch.requests().stream().map(change).toList()));
  }

  private static Request twice(Request request) {
    return request.command() instanceof DocumentCommand.WriteDocument write
            && write.write() instanceof Write.Add
        ? new Request(
            request.origin(),
            new DocumentCommand.WriteDocument(
                write.group(),
                write.key(),
                new Write.Add((Value.Num) Value.of(2)),
                write.expectedRevision()),
            request.payloadDigest())
        : request;
  }

  /** Time moves further in a batch than one may move it. */
  private static Rules hasty() {
    return new Rules() {
      @Override
      protected Step apply(KernelState state, Batch batch) {
        long later = batch.timeMillis() + Duration.ofHours(1).toMillis();
        KernelState before =
            Kernel.apply(state, new Batch(batch.index(), later, List.of())).state();
        return Kernel.apply(before, new Batch(batch.index(), 2 * later, batch.requests()));
      }
    };
  }

  private static Rules watches(UnaryOperator<List<Recorded>> change) {
    return new Rules() {
      @Override
      protected Tail.Page watch(Tail tail, long revision, int max) {
        Tail.Page page = tail.after(revision, max);
        return new Tail.Page(change.apply(page.events()), page.compacted(), page.revision());
      }
    };
  }

  private static List<Recorded> skipped(List<Recorded> events) {
    return events.subList(1, events.size());
  }

  /** A watch is never told of anything. */
  private static Rules deaf() {
    return new Rules() {
      @Override
      protected Tail.Page watch(Tail tail, long revision, int max) {
        return new Tail.Page(List.of(), false, revision);
      }
    };
  }

  /** A replica votes for whoever asks for it. */
  private static Rules fickle() {
    return new Rules() {
      @Override
      protected boolean isVoteKept() {
        return false;
      }
    };
  }
}
