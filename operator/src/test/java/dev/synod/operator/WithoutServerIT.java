package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synod.crds.Condition;
import dev.synod.crds.ConditionStatus;
import dev.synod.crds.KubernetesApi;
import dev.synod.crds.agent.Agent;
import dev.synod.crds.workflow.Workflow;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The operator under its shipped role, while neither the API server nor Keycloak can be reached.
 */
class WithoutServerIT {
  private static final long WAIT_SECONDS_MAX = 120;
  private static KubernetesApi kubernetes;
  private static OperatorProcess operator;

  @BeforeAll
  static void start() throws Exception {
    kubernetes = KubernetesApi.start();
    OperatorProcess.install(kubernetes);
    kubernetes
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("synod-system")
                .withName("synod-endpoints")
                .endMetadata()
                .withData(
                    Map.of(
                        "server", "https://synod.example",
                        "issuer", "https://issuer.example/realms/synod",
                        "ca.crt", "none"))
                .build())
        .create();
    operator = OperatorProcess.start(kubernetes, Map.of("SYNOD_FINALIZER_TIMEOUT", "3s"));
  }

  @AfterAll
  static void stop() throws Exception {
    operator.close();
    kubernetes.close();
  }

  @Test
  void shouldRunWorkloadAndSayWhatIsMissingWhenServerAndKeycloakAreDown() {
    Agent agent =
        create(
            Agent.class,
            """
            apiVersion: synod.dev/v1alpha1
            kind: Agent
            metadata: {name: historian, namespace: default}
            spec:
              capabilities: [{name: git-history}]
              replicas: 2
              workload:
                container:
                  image: example.org/historian:1
                  command: [python3]
                  args: [historian.py]
                  env: [{name: LANG, value: C.UTF-8}]
            """);

    Agent reported = await(agent, one -> condition(one, "Ready").isPresent());

    assertThat(condition(reported, "Accepted").orElseThrow())
        .extracting(Condition::status, Condition::reason)
        .containsExactly(ConditionStatus.UNKNOWN, "ServerUnavailable");
    assertThat(condition(reported, "IdentityReady").orElseThrow())
        .extracting(Condition::status, Condition::reason)
        .containsExactly(ConditionStatus.FALSE, "KeycloakUnavailable");
    assertThat(reported.getStatus().observedGeneration()).isEqualTo(1);
    Deployment deployment =
        kubernetes.client().apps().deployments().inNamespace("default").withName("historian").get();
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
    assertThat(deployment.getMetadata().getOwnerReferences())
        .extracting("uid")
        .containsExactly(agent.getMetadata().getUid());
    var container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getEnv())
        .extracting("name", "value")
        .contains(
            tuple("SYNOD_SERVER", "https://synod.example"),
            tuple("SYNOD_AGENT", "historian"),
            tuple("LANG", "C.UTF-8"));
    assertThat(
            kubernetes
                .client()
                .configMaps()
                .inNamespace("default")
                .withName("synod-endpoints")
                .get()
                .getData())
        .containsEntry("server", "https://synod.example");
  }

  @Test
  void shouldNameStepAndProblemWhenDefinitionIsInvalid() {
    Workflow workflow =
        create(
            Workflow.class,
            """
            apiVersion: synod.dev/v1alpha1
            kind: Workflow
            metadata: {name: nowhere, namespace: default}
            spec:
              groupRef: {name: review}
              definition:
                document: {dsl: 1.0.0, namespace: review, name: nowhere, version: 1.0.0}
                do:
                  - greet: {set: {greeting: hello}, then: somewhere}
            """);

    Workflow reported = await(workflow, one -> condition(one, "Accepted").isPresent());

    Condition accepted = condition(reported, "Accepted").orElseThrow();
    assertThat(accepted.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(accepted.reason()).isEqualTo("InvalidDefinition");
    assertThat(accepted.message()).contains("/do/0/greet").contains("somewhere");
    assertThat(condition(reported, "Ready").orElseThrow().status())
        .isEqualTo(ConditionStatus.FALSE);
  }

  @Test
  void shouldLetAgentGoAndSayWhatIsLeftWhenTakingBackTakesTooLong() throws Exception {
    Agent agent =
        create(
            Agent.class,
            """
            apiVersion: synod.dev/v1alpha1
            kind: Agent
            metadata: {name: leaving, namespace: default}
            spec: {}
            """);
    await(agent, one -> condition(one, "Ready").isPresent());

    kubernetes.client().resource(agent).delete();

    Agent waiting =
        await(
            agent,
            one ->
                condition(one, "Ready").filter(it -> it.reason().equals("Deleting")).isPresent());
    assertThat(condition(waiting, "Ready").orElseThrow().message())
        .contains("Waits until")
        .contains("cannot be reached");
    kubernetes
        .client()
        .resource(agent)
        .waitUntilCondition(one -> one == null, WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(kubernetes.client().events().v1().events().inNamespace("default").list().getItems())
        .filteredOn(event -> event.getRegarding().getName().equals("leaving"))
        .extracting("reason")
        .contains("ServerUnavailable", "GaveUpWaiting");
  }

  private static <T extends HasMetadata> T create(Class<T> type, String yaml) {
    return kubernetes.client().resource(Serialization.unmarshal(yaml, type)).create();
  }

  private static <T extends HasMetadata> T await(T resource, Predicate<T> condition) {
    assertThat(operator.isAlive()).as("operator is alive").isTrue();
    return kubernetes
        .client()
        .resource(resource)
        .waitUntilCondition(
            one -> one != null && condition.test(one), WAIT_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static Optional<Condition> condition(Agent agent, String type) {
    return agent.getStatus() == null
        ? Optional.empty()
        : find(agent.getStatus().conditions(), type);
  }

  private static Optional<Condition> condition(Workflow workflow, String type) {
    return workflow.getStatus() == null
        ? Optional.empty()
        : find(workflow.getStatus().conditions(), type);
  }

  private static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(one -> one.type().equals(type)).findFirst();
  }
}
