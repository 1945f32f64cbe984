package dev.synod.kernel.invariant;

import dev.synod.kernel.Entity;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Table;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.document.Documents;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.ProposalKey;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.proposal.Tally;
import dev.synod.kernel.value.Fingerprint;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeSet;
import java.util.ArrayList;
import java.util.List;

/** What holds in every state. */
public final class StateInvariants {
  private StateInvariants() {}

  /** Fails with what is wrong, if anything is. */
  public static void check(KernelState state) {
    checkDigests(state);
    groups(state);
    documents(state);
    barriers(state);
    proposals(state);
    policies(state);
    CountInvariants.check(state);
    WorkInvariants.check(state);
    RunInvariants.check(state);
    DeadlineInvariants.check(state);
  }

  private static void checkDigests(KernelState state) {
    sum(state.agents(), "agents");
    sum(state.groups().table(), "groups");
    sum(state.sessions().table(), "sessions");
    sum(state.barriers(), "barriers");
    sum(state.proposals().table(), "proposals");
    sum(state.tasks().table(), "tasks");
    sum(state.runs().workflows(), "workflows");
    sum(state.runs().definitions(), "definitions");
    sum(state.runs().runs(), "runs");
    state.runs().runs().forEach((ref, run) -> sum(run.steps(), "steps of " + ref));
    sum(state.runs().approvals(), "approvals");
    sum(state.permits().table(), "permits");
    sum(state.permits().policies().table(), "policies");
    sum(state.keyed(), "keyed outcomes");
  }

  private static <K, V extends Entity> void sum(Table<K, V> table, String what) {
    long sum = 0;
    for (V entity : table.values()) {
      sum += entity.fingerprint();
    }
    Check.same(table.digest(), sum, "Digest of " + what);
  }

  private static void groups(KernelState state) {
    TreeSet<GroupRef> names = TreeSet.empty();
    HashMap<AgentRef, TreeSet<GroupRef>> memberships = HashMap.empty();
    for (Group group : state.groups().table().values()) {
      names = names.add(group.ref());
      var members = new java.util.TreeSet<String>();
      for (Agent agent : state.agents().values()) {
        if (agent.ref().namespace().equals(group.ref().namespace())
            && GroupSpec.matches(group.spec().selector(), agent.spec().labels())) {
          members.add(agent.ref().name());
          TreeSet<GroupRef> groups = memberships.getOrElse(agent.ref(), TreeSet.empty());
          memberships = memberships.put(agent.ref(), groups.add(group.ref()));
        }
      }
      Check.same(group.members(), members, "Members of " + group.ref());
    }
    Check.same(state.groups().names(), names, "Names of groups");
    Check.same(state.groups().memberships(), memberships, "Memberships");
  }

  private static void documents(KernelState state) {
    state
        .documents()
        .byGroup()
        .forEach(
            (ref, documents) -> {
              Check.that(state.groups().get(ref) != null, "Documents of retracted group %s", ref);
              group(ref, documents);
            });
  }

  private static void group(GroupRef ref, Documents.GroupDocuments documents) {
    Check.that(documents.table().size() > 0, "An entry without documents of %s", ref);
    sum(documents.table(), "documents of " + ref);
    var keys = new java.util.TreeSet<String>();
    for (var document : documents.table().values()) {
      keys.add(document.key());
      Check.same(
          document.valueHash(), Fingerprint.of(document.value()), "Hash of " + document.key());
    }
    var found = new ArrayList<String>();
    documents.keys().from("").forEachRemaining(found::add);
    Check.same(found, List.copyOf(keys), "Keys of " + ref);
  }

  private static void policies(KernelState state) {
    Policies policies = state.permits().policies();
    Check.that(
        policies.composedAt() <= policies.changedAt(), "In force before declared: %s", policies);
    for (Policy policy : policies.table().values()) {
      Check.that(
          policy.revision() <= policies.changedAt(), "Changed without being told: %s", policy);
      Check.that(
          !policies.isActive(policy) || policy.isIncluded(), "Active but left out: %s", policy);
    }
    Check.that(
        policies.breakGlass() == null || policies.included().isEmpty(),
        "Policies in an emergency: %s",
        policies);
  }

  private static void barriers(KernelState state) {
    for (Barrier barrier : state.barriers().values()) {
      String name = barrier.key().id();
      Check.that(
          barrier.parties().containsAll(barrier.arrived().keySet()), "Stranger at %s", barrier);
      boolean complete = barrier.arrived().size() >= barrier.needed();
      Check.same(complete, barrier.status() == BarrierStatus.OPEN, "Opening of " + name);
      Check.that(
          barrier.status() == BarrierStatus.WAITING || barrier.waiters().isEmpty(),
          "Somebody waits at settled barrier %s",
          name);
      if (barrier.status() == BarrierStatus.WAITING) {
        barrier
            .arrived()
            .forEach(
                (agent, id) -> {
                  var session = state.sessions().get(id);
                  Check.that(
                      session != null && session.holdings().seats().contains(barrier.key()),
                      "Seat of %s at %s without its session",
                      agent,
                      name);
                });
      }
    }
  }

  private static void proposals(KernelState state) {
    HashMap<ProposalKey, Long> byKey = HashMap.empty();
    HashMap<GroupRef, TreeSet<Long>> open = HashMap.empty();
    for (Proposal proposal : state.proposals().table().values()) {
      byKey = byKey.put(proposal.key(), proposal.id());
      var terms = proposal.terms();
      Check.that(
          terms.electorate().keySet().containsAll(proposal.ballots().keySet()),
          "Ballot of a stranger in %s",
          proposal);
      proposal
          .ballots()
          .values()
          .forEach(b -> Check.that(terms.options().contains(b.option()), "No option: %s", b));
      Tally tally = Tally.of(proposal);
      if (proposal.status() == ProposalStatus.OPEN) {
        GroupRef group = proposal.key().group();
        open = open.put(group, open.getOrElse(group, TreeSet.empty()).add(proposal.id()));
        Check.that(!tally.isSettled(terms.quorumPercent()), "Settled but open: %s", proposal);
        Check.same(proposal.outcome(), "", "Outcome of an open proposal");
      } else {
        String outcome = tally.hasQuorum(terms.quorumPercent()) ? tally.winner() : Tally.NO_QUORUM;
        Check.same(proposal.outcome(), outcome, "Outcome of " + proposal.id());
      }
    }
    Check.same(state.proposals().byKey(), byKey, "Proposals by key");
    Check.same(state.proposals().open(), open, "Open proposals");
  }
}
