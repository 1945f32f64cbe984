package dev.synod.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.agent.Agent;
import dev.synod.crds.group.CoordinationGroup;
import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.crds.run.RunPhase;
import dev.synod.crds.run.WorkflowRun;
import dev.synod.crds.run.WorkflowRunStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that a newer version wrote still decode: a failure would end the watch of the kind. */
class NewerVersionTest {
  @Test
  void shouldReadUnknownUnionMemberAsAbsentWhenAgentIsNewer() {
    Agent agent =
        Serialization.unmarshal(
            """
            apiVersion: synod.dev/v1alpha1
            kind: Agent
            metadata: {name: newer}
            spec:
              connection: {a2a: {url: https://example.org/a2a}}
              budget: {tokensPerDay: 2000000}
              capabilities: [{name: git-history, proficiencyPercent: 90}]
            status: {breaker: Closed}
            """,
            Agent.class);

    assertThat(agent.getSpec().connection()).isNotNull();
    assertThat(agent.getSpec().connection().session()).isNull();
    assertThat(agent.getSpec().capabilities()).extracting("name").containsExactly("git-history");
    assertThat(agent.getStatus().conditions()).isEmpty();
  }

  @Test
  void shouldReadUnknownEnumValuesAsNullWhenGroupIsNewer() {
    CoordinationGroup group =
        Serialization.unmarshal(
            """
            apiVersion: synod.dev/v1alpha1
            kind: CoordinationGroup
            metadata: {name: newer}
            spec:
              members: {selector: {matchLabels: {team: review}}}
              state: {keys: [{prefix: plan, merge: Automerge}]}
              barriers: [{name: all, parties: {quorum: {}}, onTimeout: Open}]
              decisions: [{name: release, options: [a, b], rule: Borda, deadline: 30s}]
            status: {conditions: [{type: Ready, status: Perhaps, reason: New, lastTransitionTime: x}]}
            """,
            CoordinationGroup.class);

    assertThat(group.getSpec().state().keys().getFirst().merge()).isNull();
    assertThat(group.getSpec().barriers().getFirst().onTimeout()).isNull();
    assertThat(group.getSpec().decisions().getFirst().rule()).isNull();
    assertThat(group.getStatus().conditions().getFirst().status()).isNull();
  }

  @Test
  void shouldReadUnknownEnumValuesAsNullWhenPolicyIsNewer() {
    GovernancePolicy policy =
        Serialization.unmarshal(
            """
            apiVersion: synod.dev/v1alpha1
            kind: GovernancePolicy
            metadata: {name: newer}
            spec:
              module: deny contains 1
              mode: Ask
              failurePolicy: Retry
              tests: [{name: a, expect: Perhaps}]
              language: cel
            """,
            GovernancePolicy.class);

    assertThat(policy.getSpec().mode()).isNull();
    assertThat(policy.getSpec().failurePolicy()).isNull();
    assertThat(policy.getSpec().tests().getFirst().expect()).isNull();
  }

  @Test
  void shouldKeepSmallestFormWhenNothingIsSet() {
    WorkflowRunStatus status =
        new WorkflowRunStatus(null, List.of(), RunPhase.TIMED_OUT, null, null, null, null, null);

    assertThat(Serialization.asJson(status)).isEqualTo("{\"phase\":\"TimedOut\"}");
    assertThat(Serialization.unmarshal("{\"phase\":\"Paused\"}", WorkflowRunStatus.class).phase())
        .isNull();
    assertThat(new WorkflowRun().getSpec()).isNull();
  }
}
