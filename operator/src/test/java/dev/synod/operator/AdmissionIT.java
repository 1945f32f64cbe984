package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.crds.KubernetesApi;
import dev.synod.crds.agent.Agent;
import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.operator.declaration.Applier;
import dev.synod.testkit.Opa;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Kubernetes API asks the operator's webhooks about objects that people apply. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdmissionIT {
  @RegisterExtension static final Opa OPA = new Opa();

  private static final long WAIT_SECONDS_MAX = 180;
  private static final String POLICY =
      """
      apiVersion: synod.dev/v1alpha1
      kind: GovernancePolicy
      metadata: {name: %s, namespace: default}
      spec:
        scope: {actions: ["resource.*"]}
        module: |
      %s
      """;
  private static final String SMALL =
      """
      deny contains "eve has at most 2 replicas" if {
        input.subject.id == "kubernetes:eve"
        input.resource.kind == "Agent"
        input.resource.object.spec.replicas > 2
      }
      deny contains "replicas double at most" if {
        input.action == "resource.update"
        input.resource.object.spec.replicas > 2 * input.existing.spec.replicas
      }
      deny contains sprintf("%s is kept", [input.resource.name]) if {
        input.action == "resource.delete"
        input.existing.metadata.labels.keep == "yes"
      }
      warn contains "nobody knows what it is for" if {
        input.resource.object.metadata.labels.described == "no"
      }
      """;

  private static KubernetesApi kubernetes;
  private static ApiServerProcess server;
  private static OperatorProcess operator;
  private static int httpPort;

  @BeforeAll
  static void start() throws Exception {
    kubernetes = KubernetesApi.start();
    OperatorProcess.install(kubernetes);
    server =
        ApiServerProcess.start(
            kubernetes, OPA, Map.of("SYNOD_ISSUER", "http://127.0.0.1:27002/realms/synod"));
    OperatorWebhooks webhooks = OperatorWebhooks.prepare();
    Map<String, String> environment = new HashMap<>(webhooks.environment());
    environment.putAll(server.clientEnvironment());
    httpPort = FreePorts.find(1).getFirst();
    environment.put("SYNOD_HTTP_PORT", "" + httpPort);
    environment.put("SYNOD_SHUTDOWN_DELAY", "15S");
    operator = OperatorProcess.start(kubernetes, environment);
    webhooks.install(kubernetes, operator);
    // The Kubernetes API learns of a webhook a moment after it was made.
    await(
        () -> {
          Agent probe = kubernetes.client().resource(agent("probe", "", "")).dryRun(true).create();
          return appliedBy(probe) != null;
        });
  }

  @AfterAll
  static void stop() throws Exception {
    operator.close();
    server.close();
    kubernetes.close();
  }

  @Test
  @Order(1)
  void shouldKeepWhoAppliedEachSpecWhateverTheObjectSaysItself() {
    try (KubernetesClient ada = as("ada");
        KubernetesClient eve = as("eve")) {
      Agent created =
          ada.resource(agent("forged", "annotations: {synod.dev/applied-by: root},", "")).create();
      assertThat(appliedBy(created)).isEqualTo("ada");
      kubernetes
          .client()
          .resource(created)
          .waitUntilCondition(
              one -> !one.getMetadata().getFinalizers().isEmpty(),
              WAIT_SECONDS_MAX,
              TimeUnit.SECONDS);
      assertThat(appliedBy(patch(eve, "{metadata: {annotations: {synod.dev/applied-by: root}}}")))
          .as("nothing that counts is changed, nor has the operator's finalizer changed it")
          .isEqualTo("ada");
      assertThat(appliedBy(patch(eve, "{spec: {description: Mine.}}"))).isEqualTo("eve");
      assertThat(appliedBy(patch(ada, "{metadata: {labels: {team: review}}}"))).isEqualTo("ada");
    }
  }

  @Test
  @Order(2)
  void shouldRefuseWhatAPolicyDeniesToOneAndTakeItOfAnother() {
    declare("small", SMALL);
    String large = manifest(agent("large", "", "replicas: 3"));

    // What the policy says counts once each replica of the API server has it.
    await(() -> !runs("apply", "-f", large, "--as=eve", "--dry-run=server"));
    String refusal = refusal("apply", "-f", large, "--as=eve");
    assertThat(refusal)
        .contains(
            "Error from server (Forbidden)",
            "admission webhook \"policy.synod.dev\" denied the request: eve may not create Agent default/large: eve has at most 2 replicas (default/small).")
        .containsPattern("Why: kubectl synod policy explain [0-9a-f-]{36}");
    assertThat(refusal("apply", "-f", large, "--as=eve", "--dry-run=server"))
        .as("nothing is kept of what does not count")
        .contains("eve has at most 2 replicas")
        .doesNotContain("policy explain");
    assertThat(kubectl("apply", "-f", large, "--as=ada")).contains("agent.synod.dev/large created");
  }

  @Test
  @Order(3)
  void shouldCompareAChangeWithWhatItChanges() {
    assertThat(refusal("apply", "-f", manifest(agent("large", "", "replicas: 7")), "--as=ada"))
        .contains("ada may not update Agent default/large: replicas double at most");
    assertThat(refusal("scale", "agent/large", "--replicas=7", "--as=ada"))
        .contains("ada may not update Scale default/large: replicas double at most");
    assertThat(applier("large")).isEqualTo("ada");
    assertThat(kubectl("scale", "agent/large", "--replicas=6", "--as=ada")).contains("scaled");
    assertThat(applier("large")).as("not known, for a Scale has no annotations").isEmpty();
    kubectl("apply", "-f", manifest(agent("large", "", "replicas: 5")), "--as=ada");
    assertThat(applier("large")).isEqualTo("ada");
  }

  @Test
  @Order(4)
  void shouldWarnAndTakeIt() {
    String vague = manifest(agent("vague", "labels: {described: 'no'},", ""));

    assertThat(kubectl("apply", "-f", vague, "--as=ada"))
        .contains("Warning: default/small: nobody knows what it is for", "vague created");
  }

  @Test
  @Order(5)
  void shouldRefuseADeletionButNotThatOfTheNamespaceOrOfAnOwner() {
    kubectl("apply", "-f", manifest(agent("kept", "labels: {keep: 'yes'},", "")), "--as=ada");

    assertThat(refusal("delete", "agent", "kept", "--as=ada"))
        .contains("ada may not delete Agent default/kept: kept is kept");
    String kept = "/apis/synod.dev/v1alpha1/namespaces/default/agents?labelSelector=keep%3Dyes";
    assertThat(refusal("delete", "--raw", kept, "--as=ada"))
        .as("all at once")
        .contains("ada may not delete Agent default/kept: kept is kept");
    for (String controller : List.of("namespace-controller", "generic-garbage-collector")) {
      assertThat(
              kubectl(
                  "delete",
                  "agent",
                  "kept",
                  "--dry-run=server",
                  "--as=system:serviceaccount:kube-system:" + controller))
          .contains("deleted");
    }
  }

  @Test
  @Order(6)
  void shouldLetAPolicyThatRefusesEverythingBeMended() {
    declare("nothing", "deny contains \"nothing is changed\"");
    String agent = manifest(agent("another", "", ""));
    await(() -> !runs("apply", "-f", agent, "--as=ada", "--dry-run=server"));

    assertThat(refusal("apply", "-f", agent, "--as=ada")).contains("nothing is changed");
    assertThat(refusal("delete", "agent", "large", "--as=ada")).contains("nothing is changed");
    kubectl(
        "patch",
        "governancepolicy",
        "nothing",
        "--as=ada",
        "--type=merge",
        "-p",
        "{\"spec\":{\"mode\":\"Audit\"}}");
    await(() -> runs("apply", "-f", agent, "--as=ada", "--dry-run=server"));
    kubectl("delete", "governancepolicy", "nothing", "--as=ada");
    kubectl("apply", "-f", agent, "--as=ada");
  }

  @Test
  @Order(7)
  void shouldRefuseWhatCannotBePutToPolicyRatherThanFail() throws Exception {
    String refusal =
        "denied the request: ada may not create WorkflowRun default/nested: it can't be put to policy: ";

    assertThat(refusal("create", "-f", nested(70), "--as=ada"))
        .contains(refusal, "nesting depth (65) exceeds the maximum allowed (64)");
    failurePolicy("validatingwebhookconfiguration", "Ignore");
    failurePolicy("mutatingwebhookconfiguration", "Ignore");
    assertThat(refusal("create", "-f", nested(1_100), "--as=ada"))
        .as("more than the operator reads, whatever the failure policies say")
        .contains(refusal + "Expected JSON nested at most 64 levels deep");
    failurePolicy("validatingwebhookconfiguration", "Fail");
    failurePolicy("mutatingwebhookconfiguration", "Fail");
  }

  private static String nested(int levels) throws IOException {
    Path run = Files.createTempFile("run", ".json");
    return Files.writeString(
            run,
            """
            {"apiVersion": "synod.dev/v1alpha1", "kind": "WorkflowRun",
             "metadata": {"name": "nested", "namespace": "default"},
             "spec": {"workflowRef": {"name": "none"}, "input": {"deep": %s}}}"""
                .formatted("[".repeat(levels) + "]".repeat(levels)))
        .toString();
  }

  @Test
  @Order(8)
  void shouldLetTheFailurePolicyDecideWhenPolicyCannotBeAsked() throws Exception {
    server.kill();
    String agent = manifest(agent("unasked", "", ""));
    String probe = manifest(agent("probe", "", ""));

    assertThat(refusal("apply", "-f", agent, "--as=ada"))
        .contains(
            "failed calling webhook \"policy.synod.dev\"",
            "Expected to hear what policy says of this change, but the API server https://127.0.0.1:");

    failurePolicy("validatingwebhookconfiguration", "Ignore");
    await(() -> runs("apply", "-f", probe, "--as=ada", "--dry-run=server"));
    kubectl("apply", "-f", agent, "--as=ada");
    try (KubernetesClient client = as("ada")) {
      assertThat(appliedBy(client.resource(agent("unasked", "", "")).get())).isEqualTo("ada");
    }
    failurePolicy("validatingwebhookconfiguration", "Fail");
    await(() -> !runs("apply", "-f", probe, "--as=ada", "--dry-run=server"));
    server.restart();
    await(() -> runs("apply", "-f", probe, "--as=ada", "--dry-run=server"));
    assertThat(refusal("delete", "agent", "kept", "--as=ada")).contains("kept is kept");
  }

  @Test
  @Order(9)
  void shouldAnswerForAWhileAfterItIsToldToEnd() {
    operator.tellToEnd();

    await(() -> readiness() == 503);
    assertThat(refusal("delete", "agent", "kept", "--as=ada")).contains("kept is kept");
  }

  private static int readiness() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:%d/q/health/ready".formatted(httpPort)))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  @Order(10)
  void shouldLetTheFailurePolicyDecideWhenTheOperatorIsDown() throws Exception {
    operator.kill();

    assertThatThrownBy(() -> kubernetes.client().resource(agent("refused", "", "")).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("failed calling webhook \"provenance.synod.dev\"");
    assertThat(refusal("delete", "agent", "large", "--as=ada"))
        .contains("failed calling webhook \"policy.synod.dev\"");

    failurePolicy("mutatingwebhookconfiguration", "Ignore");
    failurePolicy("validatingwebhookconfiguration", "Ignore");
    String taken = manifest(agent("taken", "", ""));
    await(() -> runs("apply", "-f", taken, "--as=ada"));
    assertThat(appliedBy(kubernetes.client().resource(agent("taken", "", "")).get())).isNull();
  }

  private static void failurePolicy(String configuration, String policy) {
    kubectl(
        "patch",
        configuration,
        "synod",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/webhooks/0/failurePolicy\",\"value\":\"%s\"}]"
            .formatted(policy));
  }

  private static void declare(String name, String module) {
    kubernetes
        .client()
        .resource(
            Serialization.unmarshal(
                POLICY.formatted(name, module.indent(4)), GovernancePolicy.class))
        .create();
  }

  private static String kubectl(String... arguments) {
    return kubernetes.kubectl(asMaster(arguments));
  }

  private static boolean runs(String... arguments) {
    try {
      kubectl(arguments);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static String refusal(String... arguments) {
    try {
      return "Expected a refusal, but found: " + kubectl(arguments);
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Whoever acts has every right in Kubernetes. */
  private static String[] asMaster(String... arguments) {
    boolean impersonates = List.of(arguments).stream().anyMatch(one -> one.startsWith("--as="));
    if (!impersonates) {
      return arguments;
    }
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--as-group=system:masters";
    return all;
  }

  private static String manifest(Agent agent) {
    try {
      Path file = Files.createTempFile("agent", ".yaml");
      Files.writeString(file, Serialization.asYaml(agent));
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Agent patch(KubernetesClient client, String change) {
    return client
        .resource(agent("forged", "", ""))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Serialization.unmarshal("---\n" + change, Map.class)));
  }

  private static KubernetesClient as(String user) {
    Config config =
        new ConfigBuilder(kubernetes.client().getConfiguration())
            .withImpersonateUsername(user)
            .withImpersonateGroups("system:masters")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Agent agent(String name, String metadata, String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: synod.dev/v1alpha1
        kind: Agent
        metadata: {%s name: %s, namespace: default}
        spec: {%s}
        """
            .formatted(metadata, name, spec),
        Agent.class);
  }

  private static String applier(String agent) {
    Agent present =
        kubernetes.client().resources(Agent.class).inNamespace("default").withName(agent).get();
    return Applier.of(present.getMetadata());
  }

  private static String appliedBy(Agent agent) {
    Map<String, String> annotations = agent.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get("synod.dev/applied-by");
  }

  private static void await(BooleanSupplier condition) {
    Instant limit = Instant.now().plusSeconds(WAIT_SECONDS_MAX);
    while (!isTrue(condition)) {
      assertThat(Instant.now()).as(operator.log()).isBefore(limit);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static boolean isTrue(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (KubernetesClientException e) {
      return false;
    }
  }
}
