package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.Clock;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.Tally;
import dev.synod.kernel.value.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A proposal.
 *
 * @param electorate weight of each agent that may vote
 * @param tally weight cast for each option
 * @param outcome an option, {@code NoQuorum} or {@code Tied}, once decided
 * @param openedBy the subject that asked; absent where a run did
 * @param run that waits for it, {@code namespace/name}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProposalView(
    String id,
    String namespace,
    String group,
    String decision,
    String instance,
    Value subject,
    List<String> options,
    Map<String, Integer> electorate,
    int quorumPercent,
    SortedMap<String, BallotView> ballots,
    Map<String, Integer> tally,
    String status,
    @Nullable String outcome,
    @Nullable String reason,
    String openedAt,
    @Nullable String openedBy,
    @Nullable String run,
    String deadline,
    String revision) {

  /** One agent's vote. */
  public record BallotView(String option, String reason, String at) {}

  public static ProposalView of(Proposal proposal, Clock clock) {
    var key = proposal.key();
    var terms = proposal.terms();
    var waiter = proposal.waiter();
    var ballots = new TreeMap<String, BallotView>();
    proposal
        .ballots()
        .forEach(
            (agent, ballot) ->
                ballots.put(
                    agent,
                    new BallotView(
                        ballot.option(), ballot.reason(), Words.time(ballot.atMillis()))));
    return new ProposalView(
        Long.toString(proposal.id()),
        key.group().namespace(),
        key.group().name(),
        key.decision(),
        key.instance(),
        terms.subject(),
        terms.options(),
        terms.electorate(),
        terms.quorumPercent(),
        ballots,
        Tally.of(proposal).weights(),
        Words.camel(proposal.status()),
        Words.textOrNull(proposal.outcome()),
        Words.textOrNull(proposal.reason()),
        Words.time(terms.openedAtMillis()),
        Words.textOrNull(terms.openedBy()),
        waiter == null ? null : waiter.run().toString(),
        Words.time(terms.deadlineMillis()),
        Revisions.text(clock, proposal.revision()));
  }
}
