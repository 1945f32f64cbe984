package dev.synod.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.ClientFrame;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Issuers;
import java.io.IOException;

/** The columns of {@link AccessTable}: a token for each, and how it opens a session. */
final class Callers {
  private final Issuers issuers;

  Callers(Issuers issuers) {
    this.issuers = issuers;
  }

  /** Declares the agents that stand outside of the group. */
  void declare(ApiServer server) throws IOException, InterruptedException {
    for (String agent : new String[] {"review/loner", "elsewhere/stranger"}) {
      Answer declared =
          server.call(
              issuers.operator(),
              "PUT",
              "/v1/declarations/agents/" + agent,
              "{\"uid\":\"%s\",\"generation\":1,\"clientId\":\"agent-%s\",\"spec\":{}}"
                  .formatted(agent, agent.replace('/', '.')));
      assertThat(declared.status()).as(declared.body()).isEqualTo(200);
    }
  }

  String token(String role) {
    return switch (role) {
      case "viewer", "editor", "governor", "auditor", "admin" -> issuers.person(role, role);
      case "elsewhere" -> issuers.person(role, "admin:elsewhere");
      case "member" -> issuers.agent("review", "lead");
      case "loner" -> issuers.agent("review", "loner");
      case "stranger" -> issuers.agent("elsewhere", "stranger");
      case "operator" -> issuers.operator();
      case "worker" -> issuers.worker();
      default -> throw new IllegalArgumentException("Expected a role, but found " + role);
    };
  }

  /** How it opens a session of its own; people ask for an agent's, for they have none. */
  ClientFrame.Open opening(String role) {
    var open = ClientFrame.Open.newBuilder().setTtlMillis(1_000);
    return switch (role) {
      case "worker" -> open.build();
      case "loner" -> open.setNamespace("review").setAgent("loner").build();
      case "stranger" -> open.setNamespace("elsewhere").setAgent("stranger").build();
      default -> open.setNamespace("review").setAgent("lead").build();
    };
  }
}
