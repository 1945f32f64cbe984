package dev.synod.kernel.proposal;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counting by weighted majority: an option wins with more than half of the weight that was cast,
 * once the quorum of the electorate's weight was cast.
 *
 * @param weights cast for each option
 * @param cast sum of the weights cast
 * @param total weight of the electorate
 */
public record Tally(Map<String, Integer> weights, int cast, int total) {
  /** Outcome where too little weight was cast in time. */
  public static final String NO_QUORUM = "NoQuorum";

  /** Outcome where no option has a majority. */
  public static final String TIED = "Tied";

  /** Counts a proposal's ballots. */
  public static Tally of(Proposal proposal) {
    var weights = new TreeMap<String, Integer>();
    proposal.terms().options().forEach(option -> weights.put(option, 0));
    int cast = 0;
    int total = 0;
    for (var voter : proposal.terms().electorate().entrySet()) {
      total += voter.getValue();
      Ballot ballot = proposal.ballots().get(voter.getKey());
      if (ballot != null) {
        cast += voter.getValue();
        weights.merge(ballot.option(), voter.getValue(), Integer::sum);
      }
    }
    return new Tally(weights, cast, total);
  }

  /** Whether enough weight was cast. */
  public boolean hasQuorum(int quorumPercent) {
    return (long) cast * 100 >= (long) total * quorumPercent;
  }

  /** The option with more than half of the cast weight, or {@link #TIED}. */
  public String winner() {
    return weights.entrySet().stream()
        .filter(option -> option.getValue() * 2L > cast)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(TIED);
  }

  /** Whether ballots still to come can't change the outcome. */
  public boolean isSettled(int quorumPercent) {
    boolean unbeatable =
        hasQuorum(quorumPercent)
            && weights.values().stream().anyMatch(weight -> weight * 2L > total);
    return cast == total || unbeatable;
  }
}
