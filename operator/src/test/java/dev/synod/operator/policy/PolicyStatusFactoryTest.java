package dev.synod.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.ConditionStatus;
import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.crds.policy.GovernancePolicyStatus;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.Standing;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyStatusFactoryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Verdict INVALID =
      Verdict.fails(PolicyReason.INVALID_MODULE, "It is no Rego.");

  private static GovernancePolicy policy(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: synod.dev/v1alpha1
        kind: GovernancePolicy
        metadata: {name: narrow, namespace: review, generation: 2}
        spec: {module: deny contains 1}
        %s
        """
            .formatted(status),
        GovernancePolicy.class);
  }

  private static GovernancePolicyStatus live(String active, String reason) {
    return Serialization.unmarshal(
        """
        revision: "7"
        decisions: {allowed: 1, denied: 2}
        conditions:
          - {type: Staged, status: "True", reason: Staged, message: a}
          - {type: Active, status: "%s", reason: %s, message: b}
        """
            .formatted(active, reason),
        GovernancePolicyStatus.class);
  }

  private static String reason(GovernancePolicyStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow()
        .reason();
  }

  @Test
  void shouldTellWhatTheApiServerSays() {
    var standing = new Standing<>(Outcome.DONE, Optional.of(live("True", "InForce")), true);

    GovernancePolicyStatus status = PolicyStatusFactory.status(policy(""), standing, NOW);

    assertThat(status.conditions())
        .extracting("type")
        .containsExactly("Accepted", "Staged", "Active");
    assertThat(reason(status, "Active")).isEqualTo("InForce");
    assertThat(status.revision()).isEqualTo("7");
    assertThat(status.decisions().denied()).isEqualTo(2);
  }

  @Test
  void shouldFollowWhatWasDeclaredBeforeWhereTheSpecIsRefused() {
    GovernancePolicy before =
        policy("status: {conditions: [{type: Active, status: \"True\", reason: InForce}]}");

    GovernancePolicyStatus status =
        PolicyStatusFactory.refused(before, INVALID, Optional.of(live("False", "BreakGlass")), NOW);

    assertThat(reason(status, "Accepted")).isEqualTo("InvalidModule");
    assertThat(reason(status, "Active")).isEqualTo("BreakGlass");
    assertThat(
            reason(PolicyStatusFactory.refused(before, INVALID, Optional.empty(), NOW), "Active"))
        .isEqualTo("InForce");
  }

  @Test
  void shouldSayThatItWasNeverDeclaredWhereItsFirstSpecIsRefused() {
    GovernancePolicyStatus status =
        PolicyStatusFactory.refused(policy(""), INVALID, Optional.empty(), NOW);

    assertThat(reason(status, "Staged")).isEqualTo("NotDeclared");
    assertThat(reason(status, "Active")).isEqualTo("NotDeclared");
  }

  @Test
  void shouldKnowNothingOfItWhileTheApiServerIsNotFollowed() {
    var standing = new Standing<>(Outcome.DONE, Optional.of(live("True", "InForce")), false);

    GovernancePolicyStatus status = PolicyStatusFactory.status(policy(""), standing, NOW);

    assertThat(status.conditions().getLast().status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(reason(status, "Active")).isEqualTo("ServerUnavailable");
  }
}
