package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question put to a group.
 *
 * @param decision name of the group's decision
 * @param electorate weight of each agent that may vote
 * @param outcome an option, {@code NoQuorum} or {@code Tied}, once decided
 * @param reason how the outcome came about; empty while open
 * @param openedBy the subject that asked, such as {@code agent:review/lead}; empty where a run did
 * @param run that waits for it, {@code namespace/name}
 */
public record Proposal(
    long id,
    String group,
    String decision,
    String instance,
    JsonNode subject,
    List<String> options,
    Map<String, Integer> electorate,
    int quorumPercent,
    List<Ballot> ballots,
    Optional<String> outcome,
    String reason,
    Optional<Instant> deadline,
    String openedBy,
    Optional<String> run) {

  /** One agent's vote. */
  public record Ballot(String agent, String option, String reason, Instant at) {}

  public Proposal {
    options = List.copyOf(options);
    electorate = Map.copyOf(electorate);
    ballots = List.copyOf(ballots);
  }

  /** Whether it has an outcome. */
  public boolean isDecided() {
    return outcome.isPresent();
  }
}
