package dev.synod.examples.review;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.synod.examples.review.repository.Limits;
import dev.synod.examples.review.repository.Repository;
import dev.synod.examples.review.repository.RepositoryException;
import dev.synod.sdk.AgentSession;
import dev.synod.sdk.SynodClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs one of the sample's agents, or its analysis once. */
public final class Main {
  static final String LEAD = "lead";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> CAPABILITIES =
      Map.of("historian", "git-history", "tester", "test-ratio", "risk", "release-risk");
  private static final int USAGE_STATUS = 2;
  private static final String USAGE =
      "usage: release-review historian|tester|risk|lead, or historian|tester|risk --once REPOSITORY";

  private Main() {}

  /**
   * Arguments: the agent's name; {@code --once} and a repository to print findings instead of
   * serving.
   */
  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    Optional<Analysis> analysis =
        given.isEmpty() ? Optional.empty() : Analysis.of(given.getFirst(), Clock.systemUTC());
    if (given.size() == 3 && given.get(1).equals("--once") && analysis.isPresent()) {
      System.exit(once(analysis.get(), Path.of(given.get(2))));
    } else if (given.size() == 1 && (analysis.isPresent() || given.getFirst().equals(LEAD))) {
      System.exit(serve(given.getFirst(), analysis));
    } else {
      System.err.println(USAGE);
      System.exit(USAGE_STATUS);
    }
  }

  private static int once(Analysis analysis, Path place) throws IOException {
    try {
      Object findings = analysis.review(Repository.open(place, Limits.DEFAULT));
      System.out.println(
          JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(findings));
      return 0;
    } catch (RepositoryException unreadable) {
      System.err.println("release-review: " + unreadable.getMessage());
      return 1;
    }
  }

  private static int serve(String agent, Optional<Analysis> analysis) throws InterruptedException {
    SynodClient connected;
    try {
      connected = SynodClient.fromEnvironment();
    } catch (IllegalArgumentException incomplete) {
      System.err.println("release-review: " + incomplete.getMessage());
      return USAGE_STATUS;
    }
    CompletableFuture<AgentSession> opened = new CompletableFuture<>();
    try (SynodClient client = connected) {
      AgentSession.Builder builder = client.agent().onProposal(new Voter(agent, opened));
      if (analysis.isPresent()) {
        builder.onTask(
            CAPABILITIES.getOrDefault(agent, agent),
            new ReviewTask(agent, analysis.get(), root(), JSON));
      } else {
        LeadTasks lead = new LeadTasks(JSON);
        builder.onTask("weigh-findings", lead::weigh).onTask("write-report", lead::report);
      }
      try (AgentSession session = builder.open()) {
        opened.complete(session);
        Runtime.getRuntime().addShutdownHook(new Thread(session::close, "close-session"));
        session.awaitClosed();
      }
    }
    return 0;
  }

  /** Relative repositories are found from here. */
  private static Path root() {
    return Path.of(System.getenv().getOrDefault("REVIEW_ROOT", "")).toAbsolutePath();
  }
}
