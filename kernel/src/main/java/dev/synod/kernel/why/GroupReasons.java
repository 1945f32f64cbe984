package dev.synod.kernel.why;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.Tally;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Why a group has not come together, or not decided. */
final class GroupReasons {
  private final KernelState state;

  GroupReasons(KernelState state) {
    this.state = state;
  }

  Reason of(String step, Barrier barrier) {
    var missing = new TreeSet<>(barrier.parties());
    missing.removeAll(barrier.arrived().keySet());
    return new Reason(
        "barrier/" + barrier.key().name(),
        step,
        List.copyOf(missing),
        barrier.since(),
        "%d of %d needed have arrived at barrier %s (%s)."
            .formatted(
                barrier.arrived().size(),
                barrier.needed(),
                barrier.key().name(),
                barrier.key().instance()),
        "Arrived: %s; missing: %s.".formatted(barrier.arrived().keySet(), missing),
        Reason.Until.of(barrier.deadlineMillis(), "It breaks."),
        agents(barrier.key().group(), missing));
  }

  Reason of(String step, Proposal proposal) {
    Proposal.Terms terms = proposal.terms();
    var missing = new TreeSet<>(terms.electorate().keySet());
    missing.removeAll(proposal.ballots().keySet());
    Tally tally = Tally.of(proposal);
    return new Reason(
        "proposal/" + proposal.key().decision(),
        step,
        List.copyOf(missing),
        terms.openedAtMillis(),
        "%d of %d agents have voted on proposal %d (%s)."
            .formatted(
                proposal.ballots().size(),
                terms.electorate().size(),
                proposal.id(),
                proposal.key().decision()),
        "Cast %d of weight %d, quorum %d %%, so far %s; missing: %s."
            .formatted(
                tally.cast(), tally.total(), terms.quorumPercent(), tally.weights(), missing),
        Reason.Until.of(terms.deadlineMillis(), "It is decided by the ballots cast until then."),
        agents(proposal.key().group(), missing));
  }

  private List<Reason> agents(GroupRef group, Set<String> names) {
    var reasons = new ArrayList<Reason>();
    for (String name : names) {
      if (reasons.size() < Reason.NEXT_MAX) {
        reasons.add(agent(new AgentRef(group.namespace(), name)));
      }
    }
    return reasons;
  }

  private Reason agent(AgentRef ref) {
    if (state.agents().get(ref) == null) {
      return agent(ref, "Agent %s is no longer declared.".formatted(ref.name()), "", List.of());
    }
    var sessions = state.sessions().of(ref.subject());
    if (sessions.isEmpty()) {
      return agent(
          ref,
          "Agent %s is not connected.".formatted(ref.name()),
          "Look after its process.",
          List.of());
    }
    var tasks = new ArrayList<Reason>();
    for (long id : sessions) {
      Session session = state.sessions().table().require(id);
      for (long held : session.holdings().tasks()) {
        Task task = state.tasks().table().require(held);
        tasks.add(new TaskReasons(state).of("", task));
      }
    }
    return agent(
        ref,
        tasks.isEmpty()
            ? "Agent %s is connected and holds no task.".formatted(ref.name())
            : "Agent %s works on %d tasks.".formatted(ref.name(), tasks.size()),
        "",
        tasks);
  }

  private static Reason agent(AgentRef ref, String summary, String detail, List<Reason> next) {
    return new Reason(
        "agent/" + ref.name(), "", List.of(ref.name()), 0, summary, detail, null, next);
  }
}
