package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.Condition;
import dev.synod.crds.ConditionStatus;
import dev.synod.crds.KubernetesApi;
import dev.synod.crds.agent.Agent;
import dev.synod.crds.group.CoordinationGroup;
import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.crds.run.RunPhase;
import dev.synod.crds.run.WorkflowRun;
import dev.synod.crds.workflow.Workflow;
import dev.synod.testkit.Keycloak;
import dev.synod.testkit.Opa;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Declarations go to the real API server, and how they stand comes back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoundTripIT {
  @RegisterExtension static final Keycloak KEYCLOAK = new Keycloak();
  @RegisterExtension static final Opa OPA = new Opa();

  private static final long WAIT_SECONDS_MAX = 120;
  private static KubernetesApi kubernetes;
  private static ApiServerProcess server;
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
                        "issuer", KEYCLOAK.issuer().toString(),
                        "ca.crt", "none"))
                .build())
        .create();
    server = ApiServerProcess.start(kubernetes, KEYCLOAK, OPA);
    Path secret = Files.createTempFile("operator", "secret");
    Files.writeString(secret, KEYCLOAK.operatorSecret());
    Map<String, String> environment = new HashMap<>(server.clientEnvironment());
    environment.put("SYNOD_KEYCLOAK_URL", KEYCLOAK.url().toString());
    environment.put("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE", secret.toString());
    environment.put("SYNOD_COMPARISON_INTERVAL", "4s");
    operator = OperatorProcess.start(kubernetes, environment);
  }

  @AfterAll
  static void stop() throws Exception {
    operator.close();
    server.close();
    kubernetes.close();
  }

  @Test
  @Order(1)
  void shouldReportHowEachKindStandsWhenAppliedInAnyOrder() {
    WorkflowRun run = create(WorkflowRun.class, RUN);
    Workflow workflow = create(Workflow.class, WORKFLOW);
    CoordinationGroup group = create(CoordinationGroup.class, GROUP);
    Agent agent = create(Agent.class, AGENT);

    Agent accepted = await(agent, one -> is(agentConditions(one), "Accepted", "Accepted"));
    await(agent, one -> is(agentConditions(one), "Ready", "NoInstanceConnected"));
    assertThat(accepted.getStatus().observedGeneration()).isEqualTo(1);
    await(
        group,
        one ->
            is(groupConditions(one), "Ready", "MembersMissing")
                && one.getStatus().members().total() == 1);
    Workflow ready = await(workflow, one -> is(workflowConditions(one), "Ready", "Valid"));
    assertThat(ready.getStatus().digest()).startsWith("sha256:");
    WorkflowRun running = await(run, one -> is(runConditions(one), "Accepted", "Accepted"));
    assertThat(running.getStatus().phase()).isNotNull();
    await(workflow, one -> one.getStatus().runs() != null && one.getStatus().runs().active() == 1);
  }

  @Test
  @Order(2)
  void shouldNotPatchStatusWhenNothingChanges() {
    await(
        get(Agent.class, "historian"),
        one -> is(agentConditions(one), "IdentityReady", "Provisioned"));
    String before = resourceVersion("historian");

    await(
        create(Agent.class, AGENT.replace("historian", "other")),
        one -> is(agentConditions(one), "Ready", "NoInstanceConnected"));

    assertThat(resourceVersion("historian")).isEqualTo(before);
  }

  @Test
  @Order(3)
  void shouldSayThatServerIsUnavailableAndRecoverWhenItDies() throws Exception {
    Agent agent = get(Agent.class, "historian");

    server.kill();
    Agent unknown = await(agent, one -> is(agentConditions(one), "Ready", "ServerUnavailable"));
    assertThat(find(agentConditions(unknown), "Ready").status()).isEqualTo(ConditionStatus.UNKNOWN);
    server.restart();

    await(agent, one -> is(agentConditions(one), "Ready", "NoInstanceConnected"));
  }

  @Test
  @Order(4)
  void shouldChangeMembersWhenLabelsOfAgentChange() {
    kubernetes
        .client()
        .resources(Agent.class)
        .inNamespace("default")
        .withName("other")
        .edit(
            one -> {
              one.getMetadata().setLabels(Map.of("team", "elsewhere"));
              return one;
            });

    await(
        get(CoordinationGroup.class, "release-review"),
        one -> one.getStatus().members().total() == 1);
  }

  @Test
  @Order(5)
  void shouldFollowLastAcceptedDefinitionWhenNewOneIsInvalid() {
    Workflow before = get(Workflow.class, "hello");

    kubernetes
        .client()
        .resource(Serialization.unmarshal(WORKFLOW.replace("wait:", "waits:"), Workflow.class))
        .forceConflicts()
        .serverSideApply();

    Workflow refused =
        await(before, one -> is(workflowConditions(one), "Accepted", "InvalidDefinition"));
    assertThat(refused.getStatus().digest()).isEqualTo(before.getStatus().digest());
    assertThat(refused.getStatus().observedGeneration()).isEqualTo(2);
  }

  @Test
  @Order(6)
  void shouldLetEverythingGoWhenDeleted() {
    WorkflowRun run = get(WorkflowRun.class, "greet");
    assertThat(run.getStatus().phase()).isNotEqualTo(RunPhase.PENDING);

    for (HasMetadata one :
        List.of(
            run,
            get(Workflow.class, "hello"),
            get(CoordinationGroup.class, "release-review"),
            get(Agent.class, "historian"))) {
      kubernetes.client().resource(one).delete();
      kubernetes
          .client()
          .resource(one)
          .waitUntilCondition(gone -> gone == null, WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }
    assertThat(kubernetes.client().events().v1().events().inNamespace("default").list().getItems())
        .extracting("reason")
        .doesNotContain("GaveUpWaiting");
  }

  @Test
  @Order(7)
  void shouldKeepAPolicyInForceWhereItsNewModuleIsInvalid() {
    GovernancePolicy policy = create(GovernancePolicy.class, POLICY);
    GovernancePolicy active = await(policy, one -> is(policyConditions(one), "Active", "InForce"));
    assertThat(find(policyConditions(active), "Accepted").reason()).isEqualTo("Accepted");
    assertThat(find(policyConditions(active), "Staged").status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(active.getStatus().revision()).isNotEmpty();
    assertThat(active.getStatus().decisions().denied()).isZero();

    kubernetes
        .client()
        .resource(
            Serialization.unmarshal(
                POLICY.replace("input.action ==", "http.send({}).x =="), GovernancePolicy.class))
        .forceConflicts()
        .serverSideApply();

    GovernancePolicy refused =
        await(policy, one -> is(policyConditions(one), "Accepted", "InvalidModule"));
    assertThat(find(policyConditions(refused), "Accepted").message())
        .contains("row 1, column 23: undefined function http.send", "reach outside");
    assertThat(find(policyConditions(refused), "Active").status()).isEqualTo(ConditionStatus.TRUE);
    kubernetes.client().resource(policy).delete();
    kubernetes
        .client()
        .resource(policy)
        .waitUntilCondition(gone -> gone == null, WAIT_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static final String POLICY =
      """
      apiVersion: synod.dev/v1alpha1
      kind: GovernancePolicy
      metadata: {name: no-writes, namespace: default}
      spec:
        module: deny contains "no" if input.action == "state.write"
        tests: [{name: write, input: {action: state.write}, expect: Deny}]
      """;

  private static final String AGENT =
      """
      apiVersion: synod.dev/v1alpha1
      kind: Agent
      metadata: {name: historian, namespace: default, labels: {team: review}}
      spec: {capabilities: [{name: git-history}]}
      """;

  private static final String GROUP =
      """
      apiVersion: synod.dev/v1alpha1
      kind: CoordinationGroup
      metadata: {name: release-review, namespace: default}
      spec:
        members: {selector: {matchLabels: {team: review}}}
        state: {keys: [{prefix: findings/, merge: JsonMergePatch}]}
        barriers: [{name: all-reviewed, parties: {all: {}}, timeout: 60s}]
        decisions: [{name: release, options: [release, reject], deadline: 30s}]
      """;

  private static final String WORKFLOW =
      """
      apiVersion: synod.dev/v1alpha1
      kind: Workflow
      metadata: {name: hello, namespace: default}
      spec:
        groupRef: {name: release-review}
        definition:
          document: {dsl: 1.0.0, namespace: review, name: hello, version: 1.0.0}
          do:
            - pause: {wait: {hours: 1}}
      """;

  private static final String RUN =
      """
      apiVersion: synod.dev/v1alpha1
      kind: WorkflowRun
      metadata: {name: greet, namespace: default}
      spec: {workflowRef: {name: hello}, input: {name: world}}
      """;

  private static List<Condition> agentConditions(Agent one) {
    return one.getStatus() == null ? List.of() : one.getStatus().conditions();
  }

  private static List<Condition> groupConditions(CoordinationGroup one) {
    return one.getStatus() == null ? List.of() : one.getStatus().conditions();
  }

  private static List<Condition> workflowConditions(Workflow one) {
    return one.getStatus() == null ? List.of() : one.getStatus().conditions();
  }

  private static List<Condition> policyConditions(GovernancePolicy one) {
    return one.getStatus() == null ? List.of() : one.getStatus().conditions();
  }

  private static List<Condition> runConditions(WorkflowRun one) {
    return one.getStatus() == null ? List.of() : one.getStatus().conditions();
  }

  private static boolean is(List<Condition> conditions, String type, String reason) {
    return conditions.stream()
        .anyMatch(one -> one.type().equals(type) && one.reason().equals(reason));
  }

  private static Condition find(List<Condition> conditions, String type) {
    return conditions.stream().filter(one -> one.type().equals(type)).findFirst().orElseThrow();
  }

  private static String resourceVersion(String agent) {
    return get(Agent.class, agent).getMetadata().getResourceVersion();
  }

  private static <T extends HasMetadata> T get(Class<T> type, String name) {
    return kubernetes.client().resources(type).inNamespace("default").withName(name).get();
  }

  private static <T extends HasMetadata> T create(Class<T> type, String yaml) {
    return kubernetes.client().resource(Serialization.unmarshal(yaml, type)).create();
  }

  private static <T extends HasMetadata> T await(T resource, Predicate<T> condition) {
    return kubernetes
        .client()
        .resource(resource)
        .waitUntilCondition(
            one -> one != null && condition.test(one), WAIT_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
