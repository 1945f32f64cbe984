package dev.synod.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.agent.Agent;
import dev.synod.crds.run.WorkflowRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users see of the kinds with the real kubectl. */
class KubectlIT {
  private static KubernetesApi kubernetes;

  @BeforeAll
  static void start() {
    kubernetes = KubernetesApi.start();
    Agent agent =
        Serialization.unmarshal(
            """
            apiVersion: synod.dev/v1alpha1
            kind: Agent
            metadata: {name: historian, namespace: default}
            spec: {capabilities: [{name: git-history}, {name: git-blame}]}
            status:
              replicas: 2
              selector: synod.dev/agent=historian
              instances: {connected: 2, busy: 1}
              tasks: {running: 1, queued: 7}
              conditions:
                - type: Ready
                  status: "True"
                  reason: Connected
                  message: 2 instances are connected.
                  lastTransitionTime: 2026-01-01T00:00:00Z
            """,
            Agent.class);
    kubernetes.client().resource(agent).create();
    kubernetes.client().resource(agent).updateStatus();
    WorkflowRun run =
        Serialization.unmarshal(
            """
            apiVersion: synod.dev/v1alpha1
            kind: WorkflowRun
            metadata: {name: review-risky, namespace: default}
            spec: {workflowRef: {name: release-review}}
            status:
              phase: Waiting
              progress: {done: 4, known: 9}
              conditions:
                - type: Waiting
                  status: "True"
                  reason: Approval
                  message: of an editor
                  lastTransitionTime: 2026-01-01T00:00:00Z
            """,
            WorkflowRun.class);
    kubernetes.client().resource(run).create();
    kubernetes.client().resource(run).updateStatus();
  }

  @AfterAll
  static void stop() {
    kubernetes.close();
  }

  @Test
  void shouldShowHowEachStandsWhenListedTogether() {
    String table = kubernetes.kubectl("get", "agents,groups,workflows,runs");

    assertThat(table)
        .containsPattern("NAME +READY +REASON +CONNECTED +BUSY +RUNNING +QUEUED +AGE")
        .containsPattern("agent.synod.dev/historian +True +Connected +2 +1 +1 +7 +")
        .containsPattern("NAME +WORKFLOW +PHASE +DONE +KNOWN +WAITING FOR +STARTED +FINISHED +AGE")
        .containsPattern(
            "workflowrun.synod.dev/review-risky +release-review +Waiting +4 +9 +Approval");
  }

  @Test
  void shouldFindThemWhenShortNamesOrCategoryAreUsed() {
    assertThat(kubernetes.kubectl("get", "ag,cg,wf,run", "-o", "name"))
        .isEqualTo(kubernetes.kubectl("get", "synod", "-o", "name"))
        .contains("historian", "review-risky");
  }

  @Test
  void shouldChangeReplicasWhenScaled() {
    kubernetes.kubectl("scale", "agent/historian", "--replicas=3");

    assertThat(kubernetes.kubectl("get", "ag/historian", "-o", "jsonpath={.spec.replicas}"))
        .isEqualTo("3");
  }

  @Test
  void shouldReturnAtOnceWhenWaitedForConditionHolds() {
    assertThat(
            kubernetes.kubectl(
                "wait", "--for=condition=Waiting", "workflowrun/review-risky", "--timeout=5s"))
        .contains("condition met");
  }

  @Test
  void shouldExplainFieldWhenAsked() {
    assertThat(kubernetes.kubectl("explain", "agent.spec.capabilities"))
        .contains("What the agent can do");
  }
}
