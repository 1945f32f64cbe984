package dev.synod.examples.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.examples.review.findings.Verdict;
import dev.synod.examples.review.report.Weighing;
import dev.synod.sdk.AgentSession;
import dev.synod.sdk.Group;
import dev.synod.sdk.Proposal;
import dev.synod.sdk.ProposalHandler;
import dev.synod.sdk.Vote;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Votes as the findings say, which any instance of an agent can read: reviewers by their own, the
 * lead by all.
 */
final class Voter implements ProposalHandler {
  private static final String DECISION = "release";

  private final String agent;
  private final CompletableFuture<AgentSession> session;

  /**
   * @param session is there once it has been opened with this handler
   */
  Voter(String agent, CompletableFuture<AgentSession> session) {
    this.agent = agent;
    this.session = session;
  }

  @Override
  public @Nullable Vote vote(Proposal proposal) throws Exception {
    if (!proposal.decision().equals(DECISION)) {
      return null;
    }
    Group group = session.get().group(proposal.group());
    SortedMap<String, JsonNode> findings = Meeting.present(group, proposal.instance());
    if (agent.equals(Main.LEAD)) {
      Verdict verdict = Weighing.of(findings).verdict();
      return Vote.of(verdict.option(), verdict.reason());
    }
    JsonNode own = findings.get(agent);
    if (own == null) {
      return Vote.of(Verdict.REJECT, "nothing was reviewed");
    }
    return Vote.of(
        own.at("/verdict/option").asText(Verdict.REJECT), own.at("/verdict/reason").asText());
  }
}
