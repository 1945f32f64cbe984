package dev.synod.kernel.proposal;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupDecision;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.proposal.ProposalCommand.CastBallot;
import dev.synod.kernel.proposal.ProposalCommand.OpenProposal;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Inboxes;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides on proposals and ballots. */
public final class ProposalDecision {
  private ProposalDecision() {}

  public static @Nullable Rejection decide(Draft draft, ProposalCommand command) {
    return switch (command) {
      case OpenProposal c -> open(draft, c.key(), c.subject(), null);
      case CastBallot c -> cast(draft, c);
    };
  }

  /** Opens a proposal; the same question asked again is the same proposal. */
  public static @Nullable Rejection open(
      Draft draft, ProposalKey key, Value subject, @Nullable StepRef waiter) {
    Group group = draft.state().groups().get(key.group());
    if (group == null) {
      return GroupDecision.unknown(key.group());
    }
    GroupSpec.DecisionSpec spec = group.spec().decision(key.decision());
    if (spec == null) {
      return new Rejection(
          Code.NOT_FOUND,
          "Expected a decision in spec.decisions of CoordinationGroup %s, but found no '%s'."
              .formatted(key.group(), key.decision()));
    }
    Rejection refused = checkSizes(draft, key, subject);
    if (refused != null) {
      return refused;
    }
    Proposal present = draft.state().proposals().get(key);
    if (present != null) {
      draft.created(present.id());
      return present.terms().subject().equals(subject)
          ? repeated(draft, present, waiter)
          : new Rejection(
              Code.ALREADY_EXISTS,
              "Expected a new instance of decision %s, but '%s' is proposal %d with another subject."
                  .formatted(key.decision(), key.instance(), present.id()));
    }
    SortedMap<String, Integer> electorate = electorate(draft, group, spec);
    if (electorate.isEmpty()) {
      return new Rejection(
          Code.FAILED_PRECONDITION,
          "Expected at least one member of group %s%s to vote, but found none."
              .formatted(key.group(), spec.role().isEmpty() ? "" : " in role " + spec.role()));
    }
    long id = draft.nextRevision();
    draft.created(id);
    draft.emit(
        new ProposalEvent.ProposalOpened(
            id,
            key,
            new Proposal.Terms(
                subject,
                spec.options(),
                electorate,
                spec.quorumPercent(),
                draft.now(),
                draft.now() + spec.deadlineMillis(),
                group.epoch(),
                waiter == null ? draft.origin().subject() : ""),
            waiter));
    return null;
  }

  private static @Nullable Rejection checkSizes(Draft draft, ProposalKey key, Value subject) {
    if (key.instance().isEmpty() || key.instance().length() > Limits.NAME_LENGTH_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected an instance's name of 1 to " + Limits.NAME_LENGTH_MAX + " characters.");
    }
    if (subject.size() > Limits.PAYLOAD_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a subject of at most %d characters, but found %d."
              .formatted(Limits.PAYLOAD_SIZE_MAX, subject.size()));
    }
    if (draft.state().proposals().open(key.group()).size() >= Limits.INSTANCES_PER_GROUP_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected fewer than %d open proposals in group %s."
              .formatted(Limits.INSTANCES_PER_GROUP_MAX, key.group()));
    }
    if (draft.state().proposals().table().size() >= Limits.PROPOSALS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected fewer than %d proposals, open and decided.".formatted(Limits.PROPOSALS_MAX));
    }
    return null;
  }

  private static @Nullable Rejection repeated(
      Draft draft, Proposal present, @Nullable StepRef waiter) {
    if (present.status() == ProposalStatus.DECIDED && waiter != null) {
      tell(draft, present, waiter);
      return null;
    }
    return waiter == null || waiter.equals(present.waiter())
        ? null
        : new Rejection(
            Code.ALREADY_EXISTS,
            "Expected a new instance, but proposal %d is open already.".formatted(present.id()));
  }

  private static SortedMap<String, Integer> electorate(
      Draft draft, Group group, GroupSpec.DecisionSpec spec) {
    GroupSpec.Role role = spec.role().isEmpty() ? null : group.spec().role(spec.role());
    var electorate = new TreeMap<String, Integer>();
    for (String name : group.members()) {
      Agent agent = draft.state().agents().require(new AgentRef(group.ref().namespace(), name));
      boolean inRole =
          spec.role().isEmpty()
              || (role != null && GroupSpec.matches(role.selector(), agent.spec().labels()));
      int weight = spec.weights().getOrDefault(name, 1);
      if (inRole && weight > 0) {
        electorate.put(name, weight);
      }
    }
    return Collections.unmodifiableSortedMap(electorate);
  }

  private static @Nullable Rejection cast(Draft draft, CastBallot command) {
    Proposal proposal = draft.state().proposals().get(command.proposal());
    if (proposal == null || !proposal.key().group().equals(command.group())) {
      return new Rejection(
          Code.NOT_FOUND,
          "Expected a proposal of group %s, but found no %d."
              .formatted(command.group(), command.proposal()));
    }
    String prefix = "agent:" + command.group().namespace() + "/";
    String subject = draft.origin().subject();
    String agent = subject.startsWith(prefix) ? subject.substring(prefix.length()) : "";
    if (!proposal.terms().electorate().containsKey(agent)) {
      return new Rejection(
          Code.NOT_IN_ELECTORATE,
          "Expected a ballot of the electorate %s, but found one of %s."
              .formatted(proposal.terms().electorate().keySet(), subject));
    }
    if (!proposal.terms().options().contains(command.option())) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected one of the options %s, but found '%s'."
              .formatted(proposal.terms().options(), command.option()));
    }
    if (command.reason().length() > Limits.TEXT_LENGTH_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a reason of at most " + Limits.TEXT_LENGTH_MAX + " characters.");
    }
    Ballot former = proposal.ballots().get(agent);
    if (former != null) {
      return former.option().equals(command.option())
          ? null
          : new Rejection(
              Code.ALREADY_VOTED,
              "Expected one ballot of each agent, but %s has voted '%s' already."
                  .formatted(agent, former.option()));
    }
    if (proposal.status() != ProposalStatus.OPEN
        || draft.now() >= proposal.terms().deadlineMillis()) {
      return new Rejection(
          Code.BALLOT_CLOSED,
          "Expected a ballot before the deadline of proposal %d, but it is closed."
              .formatted(proposal.id()));
    }
    draft.emit(
        new ProposalEvent.BallotCast(
            command.group(), proposal.id(), agent, command.option(), command.reason()));
    Proposal counted = draft.state().proposals().table().require(proposal.id());
    if (Tally.of(counted).isSettled(counted.terms().quorumPercent())) {
      decideNow(draft, counted);
    }
    return null;
  }

  /** Closes a proposal whose time is over. */
  public static void timeOut(Draft draft, long id) {
    Proposal proposal = draft.state().proposals().get(id);
    if (proposal != null && proposal.status() == ProposalStatus.OPEN) {
      decideNow(draft, proposal);
    }
  }

  /** Forgets the instances of that name, decided or not; a run that still waits is told. */
  public static void forgetInstances(Draft draft, GroupRef ref, String instance) {
    Group group = draft.state().groups().get(ref);
    if (group == null) {
      return;
    }
    for (GroupSpec.DecisionSpec spec : group.spec().decisions()) {
      var proposal = draft.state().proposals().get(new ProposalKey(ref, spec.name(), instance));
      if (proposal == null) {
        continue;
      }
      if (proposal.status() == ProposalStatus.OPEN) {
        decideNow(draft, proposal);
      }
      draft.emit(new ProposalEvent.ProposalForgotten(ref, proposal.id()));
    }
  }

  private static void decideNow(Draft draft, Proposal proposal) {
    Tally tally = Tally.of(proposal);
    boolean quorum = tally.hasQuorum(proposal.terms().quorumPercent());
    String outcome = quorum ? tally.winner() : Tally.NO_QUORUM;
    String reason =
        quorum
            ? "Of weight %d, %d was cast: %s."
                .formatted(tally.total(), tally.cast(), tally.weights())
            : "Of weight %d, only %d was cast; the quorum is %d %%."
                .formatted(tally.total(), tally.cast(), proposal.terms().quorumPercent());
    draft.emit(
        new ProposalEvent.ProposalDecided(proposal.key().group(), proposal.id(), outcome, reason));
    StepRef waiter = proposal.waiter();
    if (waiter != null) {
      tell(draft, draft.state().proposals().table().require(proposal.id()), waiter);
    }
  }

  private static void tell(Draft draft, Proposal decided, StepRef waiter) {
    Inboxes.answer(
        draft, waiter.run(), new Awaiting.GroupDecision(decided.id()), answer(decided, waiter));
  }

  private static Trigger answer(Proposal proposal, StepRef waiter) {
    var tally = new TreeMap<String, Value>();
    Tally.of(proposal).weights().forEach((option, weight) -> tally.put(option, Value.of(weight)));
    var ballots = new TreeMap<String, Value>();
    proposal
        .ballots()
        .forEach(
            (agent, ballot) ->
                ballots.put(
                    agent,
                    Values.EMPTY
                        .with("option", Value.of(ballot.option()))
                        .with("reason", Value.of(ballot.reason()))));
    return new Trigger.ProposalSettled(
        waiter.path(),
        Values.EMPTY
            .with("proposal", Value.of(Long.toString(proposal.id())))
            .with("outcome", Value.of(proposal.outcome()))
            .with("reason", Value.of(proposal.reason()))
            .with("tally", new Value.Obj(tally))
            .with("ballots", new Value.Obj(ballots)));
  }
}
