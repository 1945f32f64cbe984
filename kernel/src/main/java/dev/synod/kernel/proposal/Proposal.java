package dev.synod.kernel.proposal;

import dev.synod.kernel.Entity;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.value.Fingerprint;
import dev.synod.kernel.value.Value;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A question, and the votes on it.
 *
 * @param terms what was fixed when it was opened
 * @param outcome an option, {@link Tally#NO_QUORUM} or {@link Tally#TIED}; empty while open
 * @param waiter the run's step that waits for it, or null
 * @param decidedAtMillis 0 while open
 */
public record Proposal(
    long id,
    ProposalKey key,
    Terms terms,
    SortedMap<String, Ballot> ballots,
    ProposalStatus status,
    String outcome,
    String reason,
    @Nullable StepRef waiter,
    long decidedAtMillis,
    long revision)
    implements Entity {

  /**
   * What is fixed at the opening, whatever happens to the group later.
   *
   * @param electorate weight of each agent that may vote
   * @param epoch of the group whose members these are
   * @param openedBy the subject that asked; empty where a run did
   */
  public record Terms(
      Value subject,
      List<String> options,
      SortedMap<String, Integer> electorate,
      int quorumPercent,
      long openedAtMillis,
      long deadlineMillis,
      long epoch,
      String openedBy) {}

  /** Without who opened it, which digests from before that was kept do not have. */
  @Override
  public long fingerprint() {
    var print =
        new Fingerprint("proposal")
            .add(id)
            .add(key.group().toString())
            .add(key.decision())
            .add(key.instance())
            .add(terms.subject())
            .addAll(terms.options())
            .add(status.name())
            .add(outcome)
            .add(revision);
    terms.electorate().forEach((agent, weight) -> print.add(agent).add(weight));
    ballots.forEach((agent, ballot) -> print.add(agent).add(ballot.option()).add(ballot.reason()));
    return print.value();
  }

  @Override
  public @Nullable String countedIn() {
    return status == ProposalStatus.OPEN ? key.group().namespace() : null;
  }
}
