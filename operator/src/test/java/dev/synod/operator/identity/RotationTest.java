package dev.synod.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.agent.Agent;
import dev.synod.crds.agent.Identity;
import dev.synod.crds.agent.Identity.ClientSecret;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {
  private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Identity DAILY = new Identity(new ClientSecret("24h", "1h30m"));

  private static Agent agent(Map<String, String> annotations) {
    Agent agent = new Agent();
    agent.setMetadata(new ObjectMetaBuilder().withAnnotations(annotations).build());
    return agent;
  }

  @Test
  void shouldBeDueAtTheAgeThatTheSpecSays() {
    Rotation rotation = Rotation.of(agent(Map.of()), DAILY);

    assertThat(rotation.due(ISSUED)).isEqualTo(ISSUED.plus(Duration.ofHours(24)));
    assertThat(rotation.formerEnd(ISSUED)).isEqualTo(ISSUED.plus(Duration.ofMinutes(90)));
  }

  @Test
  void shouldUseDefaultsWhenObjectSaysNothing() {
    Rotation rotation = Rotation.of(agent(Map.of()), null);

    assertThat(rotation.period()).isEqualTo(Duration.ofDays(30));
    assertThat(rotation.overlap()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T06:00:00Z, 2026-01-01T06:00:00Z",
    "2026-01-01T08:00:00+02:00, 2026-01-01T06:00:00Z",
    "2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z",
    "2025-12-31T00:00:00Z, 2026-01-02T00:00:00Z",
    "2027-01-01T00:00:00Z, 2026-01-02T00:00:00Z"
  })
  void shouldBeDueEarlierWhenItWasAskedForAfterTheIssue(String request, String due) {
    Rotation rotation = Rotation.of(agent(Map.of(Rotation.REQUEST, request)), DAILY);

    assertThat(rotation.due(ISSUED)).isEqualTo(due);
    assertThat(rotation.unreadable()).isEmpty();
  }

  @Test
  void shouldTellRequestThatIsNoTime() {
    Rotation rotation = Rotation.of(agent(Map.of(Rotation.REQUEST, "now")), DAILY);

    assertThat(rotation.unreadable()).contains("now");
    assertThat(rotation.due(ISSUED)).isEqualTo(ISSUED.plus(Duration.ofHours(24)));
  }

  @ParameterizedTest
  @CsvSource({
    "agent-review.historian, 1",
    "agent-review.historian_2, 2",
    "agent-review.historian_12, 12",
    "agent-review.historian_x, 1"
  })
  void shouldReadGenerationFromClientId(String clientId, int generation) {
    assertThat(AgentClient.generationOf(clientId)).isEqualTo(generation);
  }

  @Test
  void shouldNameEachGenerationsClientApart() {
    AgentClient first = new AgentClient("c", "review", "historian", "u", 1);

    assertThat(first.clientId()).isEqualTo("agent-review.historian");
    assertThat(first.withGeneration(3).clientId()).isEqualTo("agent-review.historian_3");
  }
}
