package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Issuers;
import java.io.IOException;
import java.time.Duration;

/** A namespace {@code review} with two agents and a group, as the operator declares it. */
public final class Review {
  public static final String GROUP = "/v1/namespaces/review/groups/release-review";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Review() {}

  public static void declare(ApiServer server, Issuers issuers) {
    for (String agent : new String[] {"lead", "historian"}) {
      put(
          server,
          issuers,
          "agents/review/" + agent,
          """
          {"uid":"%s","generation":1,"applier":"","labels":{"team":"review"},
           "clientId":"agent-review.%s",
           "spec":{"capabilities":[{"name":"git-history","version":"1.0.0"}]}}"""
              .formatted(agent, agent));
    }
    put(
        server,
        issuers,
        "groups/review/release-review",
        """
        {"uid":"g","generation":1,"spec":{
          "members":{"selector":{"matchLabels":{"team":"review"}},"minimum":1},
          "state":{"keys":[{"prefix":"findings/","merge":"JsonMergePatch"},
                           {"prefix":"counts/","merge":"Counter"},
                           {"prefix":"plan","merge":"Reject"}]},
          "barriers":[{"name":"all-reviewed","parties":{"all":{}},"timeout":"60s"}],
          "decisions":[{"name":"release","options":["release","reject"],"quorumPercent":60,
                        "deadline":"30s"}]}}""");
  }

  private static void put(ApiServer server, Issuers issuers, String path, String body) {
    Await.until(
        LIMIT,
        "declared, where a leader may only just be elected",
        () -> {
          Answer answer = server.call(issuers.operator(), "PUT", "/v1/declarations/" + path, body);
          assertThat(answer.status()).as(answer.body()).isIn(200, 503, 504);
          return answer.status() == 200;
        });
  }

  /** Opens a session of an agent, and answers its id. */
  public static String openSession(ApiServer server, Issuers issuers, String agent)
      throws IOException, InterruptedException {
    Answer answer =
        server.call(
            issuers.agent("review", agent),
            "POST",
            "/v1/namespaces/review/sessions",
            "{\"agent\":\"%s\",\"ttlMillis\":60000}".formatted(agent));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.text("session");
  }
}
