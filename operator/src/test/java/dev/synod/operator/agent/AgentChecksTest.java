package dev.synod.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.agent.AgentSpec;
import dev.synod.crds.agent.AgentStatus;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.Standing;
import dev.synod.operator.identity.Provision;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AgentChecksTest {
  private static final Provision SECRET =
      new Provision.Ready(
          "historian-credentials",
          Instant.parse("2026-12-01T00:00:00Z"),
          Optional.empty(),
          Optional.empty());
  private static final Provision NO_KEYCLOAK = new Provision.Unreachable(false, "down");

  static Stream<Arguments> standings() {
    return Stream.of(
        Arguments.of("Refused", acts(new Outcome.Refused("too-large", ""), 1, true, SECRET, "")),
        Arguments.of(
            "ServerUnavailable", acts(new Outcome.Unreachable("down"), 1, true, SECRET, "")),
        Arguments.of("ServerUnavailable", acts(Outcome.DONE, 1, false, SECRET, "")),
        Arguments.of("StatusPending", acts(Outcome.DONE, -1, true, SECRET, "")),
        Arguments.of("Connected", acts(Outcome.DONE, 1, true, NO_KEYCLOAK, "")),
        Arguments.of("IdentityNotReady", acts(Outcome.DONE, 0, true, NO_KEYCLOAK, "")),
        Arguments.of("WorkloadFailed", acts(Outcome.DONE, 0, true, SECRET, "quota")),
        Arguments.of("NoInstanceConnected", acts(Outcome.DONE, 0, true, SECRET, "")));
  }

  @ParameterizedTest
  @MethodSource("standings")
  void shouldNameFirstThingThatKeepsTasksFromFindingAnInstance(String reason, AgentActs acts) {
    Verdict ready = AgentChecks.ready(new AgentChecks.Acted(spec("replicas: 1"), acts));

    assertThat(ready.reason().word()).isEqualTo(reason);
  }

  @Test
  void shouldSayThatNoInstanceIsWantedWhenScaledToZero() {
    AgentSpec spec = spec("replicas: 0\nworkload: {container: {image: x}}");

    assertThat(
            AgentChecks.ready(new AgentChecks.Acted(spec, acts(Outcome.DONE, 0, true, SECRET, "")))
                .reason())
        .isEqualTo(AgentReason.SCALED_TO_ZERO);
  }

  @Test
  void shouldNameFieldWhenMemberOfUnionIsNotKnown() {
    AgentSpec newer = spec("connection: {a2a: {url: x}}\nidentity: {secret: {}}");

    Verdict understood = AgentChecks.understood(newer);

    assertThat(understood.isTrue()).isFalse();
    assertThat(understood.message()).contains("spec.connection").contains("session");
  }

  private static AgentSpec spec(String yaml) {
    return Serialization.unmarshal(yaml, AgentSpec.class);
  }

  /** What was done; {@code connected} below 0 means that the API server has told nothing. */
  private static AgentActs acts(
      Outcome outcome, int connected, boolean following, Provision identity, String failure) {
    Optional<AgentStatus> live =
        connected < 0
            ? Optional.empty()
            : Optional.of(
                new AgentStatus(
                    null,
                    List.of(),
                    null,
                    null,
                    new AgentStatus.Instances(connected, 0),
                    new AgentStatus.Tasks(0, 0)));
    return new AgentActs(
        new Standing<>(outcome, live, following),
        identity,
        failure.isEmpty() ? Optional.empty() : Optional.of(failure));
  }
}
