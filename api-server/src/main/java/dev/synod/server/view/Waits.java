package dev.synod.server.view;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out for what, for whom and since when a run waits. */
final class Waits {
  private final KernelState state;

  Waits(KernelState state) {
    this.state = state;
  }

  /** All that a run waits for, by step; empty once it has ended. */
  List<Wait> of(Run run) {
    var waits = new ArrayList<Wait>();
    if (run.phase() != RunPhase.RUNNING) {
      return waits;
    }
    for (RunStep step : run.activeSteps()) {
      for (Awaiting awaiting : step.awaiting()) {
        Wait wait = one(run, step, awaiting);
        if (wait != null) {
          waits.add(wait);
        }
      }
    }
    if (!run.inbox().items().isEmpty()) {
      waits.add(driver(run));
    }
    return waits;
  }

  private @Nullable Wait one(Run run, RunStep step, Awaiting awaiting) {
    return switch (awaiting) {
      case Awaiting.TaskEnd a -> {
        Task task = state.tasks().get(a.task());
        yield task == null ? null : task(step, task);
      }
      case Awaiting.Timer a ->
          new Wait(
              "timer",
              List.of(Words.time(a.atMillis())),
              Words.time(step.enteredAtMillis()),
              "It waits until " + Words.time(a.atMillis()) + ".",
              "It goes on by itself then.",
              step.path());
      case Awaiting.BarrierOpening a -> {
        Barrier barrier =
            state.barriers().get(new BarrierKey(run.spec().group(), a.barrier(), a.instance()));
        yield barrier == null ? null : barrier(step, barrier);
      }
      case Awaiting.GroupDecision a -> {
        Proposal proposal = state.proposals().get(a.proposal());
        yield proposal == null ? null : proposal(step, proposal);
      }
      case Awaiting.PersonDecision a -> {
        Approval approval = state.runs().approvals().get(a.approval());
        yield approval == null ? null : approval(step, approval);
      }
    };
  }

  private Wait task(RunStep step, Task task) {
    String on = "task/" + task.spec().capability();
    String next = deadline(task.deadlineMillis(), "It times out at %s.");
    Task.Lease lease = task.lease();
    if (lease != null) {
      String agent = lease.agent().isEmpty() ? "worker" : lease.agent();
      return new Wait(
          on,
          List.of(agent),
          Words.time(lease.sinceMillis()),
          "%s works on task %d, attempt %d of %d."
              .formatted(agent, task.id(), task.attempt(), task.spec().attemptsMax()),
          next,
          step.path());
    }
    return new Wait(
        on, offering(task), Words.time(task.submittedAtMillis()), queued(task), next, step.path());
  }

  private List<String> offering(Task task) {
    Group group = state.groups().get(task.spec().group());
    if (group == null) {
      return List.of();
    }
    return group.members().stream()
        .filter(name -> task.spec().agent().isEmpty() || task.spec().agent().equals(name))
        .filter(
            name -> {
              Agent agent = state.agents().get(new AgentRef(group.ref().namespace(), name));
              return agent != null && agent.spec().offers(task.spec().capability());
            })
        .toList();
  }

  private String queued(Task task) {
    String capability = task.spec().capability();
    int connected = 0;
    for (long id : state.sessions().capable(task.queue().namespace(), capability)) {
      Session session = state.sessions().get(id);
      if (session != null) {
        connected++;
      }
    }
    if (connected > 0) {
      return "Task %d is queued: all %d connected sessions with capability %s are busy, or outside of the group."
          .formatted(task.id(), connected, capability);
    }
    return offering(task).isEmpty()
        ? "Task %d is queued: no member of group %s declares capability %s."
            .formatted(task.id(), task.spec().group(), capability)
        : "Task %d is queued: no agent with capability %s is connected."
            .formatted(task.id(), capability);
  }

  private static Wait barrier(RunStep step, Barrier barrier) {
    var missing = new TreeSet<>(barrier.parties());
    missing.removeAll(barrier.arrived().keySet());
    return new Wait(
        "barrier/" + barrier.key().name(),
        List.copyOf(missing),
        Words.time(barrier.since()),
        "%d of %d parties have arrived at %s; missing: %s."
            .formatted(
                barrier.arrived().size(), barrier.needed(), barrier.key().instance(), missing),
        deadline(barrier.deadlineMillis(), "It breaks at %s."),
        step.path());
  }

  private static Wait proposal(RunStep step, Proposal proposal) {
    var missing = new TreeSet<>(proposal.terms().electorate().keySet());
    missing.removeAll(proposal.ballots().keySet());
    return new Wait(
        "proposal/" + proposal.key().decision(),
        List.copyOf(missing),
        Words.time(proposal.terms().openedAtMillis()),
        "%d of %d agents have voted on proposal %d; missing: %s."
            .formatted(
                proposal.ballots().size(),
                proposal.terms().electorate().size(),
                proposal.id(),
                missing),
        deadline(proposal.terms().deadlineMillis(), "It is decided by the votes cast until %s."),
        step.path());
  }

  private static Wait approval(RunStep step, Approval approval) {
    var request = approval.request();
    return new Wait(
        "approval/" + approval.id(),
        request.roles().stream().map(role -> "role " + role).toList(),
        Words.time(approval.requestedAtMillis()),
        "A person with one of the roles %s has to decide: %s"
            .formatted(request.roles(), request.title()),
        deadline(
            request.deadlineMillis(),
            "It is "
                + (request.fallbackApproves() ? "approved" : "rejected")
                + " by itself at %s."),
        step.path());
  }

  private Wait driver(Run run) {
    long session = run.driver().session();
    int workers = state.sessions().capable("", SystemCapability.DRIVE_RUN).size();
    String detail =
        session != 0
            ? "The worker works on %d triggers.".formatted(run.inbox().items().size())
            : workers == 0
                ? "No worker is connected to drive it."
                : "It has no driver yet; %d workers are connected.".formatted(workers);
    return new Wait(
        "driver",
        List.of("service:worker"),
        Words.time(state.clock().timeMillis()),
        detail,
        null,
        null);
  }

  private static @Nullable String deadline(long millis, String sentence) {
    return millis == 0 ? null : sentence.formatted(Words.time(millis));
  }
}
