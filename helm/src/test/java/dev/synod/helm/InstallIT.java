package dev.synod.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.synod.dev.cluster.Cluster;
import dev.synod.dev.cluster.ServiceAccountTokens;
import dev.synod.testkit.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The chart in a cluster without nodes: nothing waits for pods, and no hook runs, for a Job would
 * not end there.
 */
class InstallIT {
  @RegisterExtension private static final ControlPlane CONTROL_PLANE = new ControlPlane();

  private static final long SECONDS_MAX = 120;
  private static final Duration GONE_LIMIT = Duration.ofMinutes(5);
  private static final String AGENTS = "agents.synod.dev";

  private Helm helm = Helm.alone();
  private KubernetesClient client = new KubernetesClientBuilder().build();

  @BeforeEach
  void connect() throws IOException {
    client.close();
    client = Cluster.connect(CONTROL_PLANE.kubeconfig());
    helm = Helm.on(CONTROL_PLANE.kubeconfig());
  }

  @AfterEach
  void uninstall() {
    helm.run("uninstall", Helm.RELEASE, "--namespace=" + Helm.NAMESPACE, "--ignore-not-found")
        .expectSuccess();
    var agents = client.apiextensions().v1().customResourceDefinitions().withName(AGENTS);
    agents.delete();
    // Where something hinders it for a moment, the Kubernetes API tries again ever more seldom.
    await()
        .atMost(GONE_LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        Optional.ofNullable(agents.get())
                            .map(crd -> crd.getStatus().getConditions()))
                    .isEmpty());
    client.close();
  }

  @Test
  void shouldBringCrdsAndDefaultsUpToDateWhenUpgraded() {
    // Given a release whose CRD lacks something, of a chart with a value less
    String names = "    shortNames:\n    - \"ag\"\n";
    install(Charts.withoutBudgets("crd-agents.synod.dev.yaml", names), "--set=worker.replicas=3");
    assertThat(crd(AGENTS).getSpec().getNames().getShortNames()).isEmpty();

    // When
    Helm.Result reused = upgradeWith("--reuse-values");

    // Then nothing is changed: the new value has no default there
    assertThat(reused.exit()).isNotZero();
    assertThat(reused.errors()).contains("missing property 'podDisruptionBudgets'");
    assertThat(crd(AGENTS).getSpec().getNames().getShortNames()).isEmpty();

    // When
    upgradeWith("--reset-then-reuse-values").expectSuccess();

    // Then
    assertThat(crd(AGENTS).getSpec().getNames().getShortNames()).containsExactly("ag");
    assertThat(workers()).isEqualTo(3);
    assertThat(
            client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(Helm.NAMESPACE)
                .withName("synod-worker")
                .get())
        .isNotNull();
  }

  @Test
  void shouldKeepDataAndCrdsWhenUninstalledAndFindThemWhenInstalledAgain() {
    // Given
    install(Helm.CHART, "--set=operator.webhook.enabled=false");
    PersistentVolumeClaim claim = claim();
    declareAgent();

    // When
    helm.run("uninstall", Helm.RELEASE, "--namespace=" + Helm.NAMESPACE).expectSuccess();

    // Then
    assertThat(client.apps().statefulSets().inNamespace(Helm.NAMESPACE).list().getItems())
        .isEmpty();
    assertThat(client.resource(claim).get().getMetadata().getDeletionTimestamp()).isNull();
    assertThat(agent()).isNotNull();

    // When
    install(Helm.CHART);

    // Then
    assertThat(agent()).isNotNull();
  }

  @Test
  void shouldRemoveCrdsWhenUninstalledAndTold() {
    // Given
    install(Helm.CHART, "--set=crds.keep=false");
    assertThat(crd(AGENTS)).isNotNull();

    // When
    helm.run("uninstall", Helm.RELEASE, "--namespace=" + Helm.NAMESPACE).expectSuccess();

    // Then
    assertThat(
            client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(AGENTS)
                .waitUntilCondition(gone -> gone == null, SECONDS_MAX, TimeUnit.SECONDS))
        .isNull();
  }

  @Test
  void shouldFindWhatItMadeWhenUpgraded() {
    // Given
    install(Helm.CHART);
    Map<String, String> certificate = secret("synod-api-server-tls");
    Map<String, String> webhook = secret("synod-operator-webhook-tls");
    Map<String, String> operator = secret("synod-operator-keycloak");
    assertThat(operator.get("client-secret")).hasSizeGreaterThan(40);

    // When
    upgrade("--set=worker.replicas=3");

    // Then
    assertThat(secret("synod-api-server-tls")).isEqualTo(certificate);
    assertThat(secret("synod-operator-webhook-tls")).isEqualTo(webhook);
    assertThat(secret("synod-operator-keycloak")).isEqualTo(operator);
    assertThat(workers()).isEqualTo(3);
  }

  @Test
  void shouldHaveMoreReplicasOnlyWhenAllAreStoppedAndNeverFewer() {
    // Given
    install(Helm.CHART);
    String[] three =
        arguments(
            "upgrade",
            Helm.CHART,
            "--set=apiServer.replicas=3",
            "--set=apiServer.peers.existingSecret=replicas");

    // When
    Helm.Result early = helm.run(three);

    // Then
    assertThat(early.exit()).isNotZero();
    assertThat(early.errors())
        .contains(
            "Expected apiServer.replicas of 1 while as many replicas run, but found 3",
            "kubectl delete statefulset synod-api-server -n synod-system");

    // When
    client
        .apps()
        .statefulSets()
        .inNamespace(Helm.NAMESPACE)
        .withName("synod-api-server")
        .withTimeout(SECONDS_MAX, TimeUnit.SECONDS)
        .delete();
    helm.run(three).expectSuccess();

    // Then
    Helm.Result fewer = helm.run(arguments("upgrade", Helm.CHART));
    assertThat(fewer.exit()).isNotZero();
    assertThat(fewer.errors()).contains("Expected apiServer.replicas of 3").contains("found 1");
  }

  @Test
  void shouldLetTheFailurePolicyDecideWhileNoOperatorAnswers() {
    // Given no operator, where the Kubernetes API looks for it by URL
    String url = "--set=operator.webhook.url=https://127.0.0.1:9";
    install(Helm.CHART, url);

    // Then, once the Kubernetes API knows the webhook
    awaitAgents();
    await()
        .atMost(Duration.ofSeconds(SECONDS_MAX))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> client.load(agentManifest()).dryRun().serverSideApply())
                    .hasMessageContaining("failed calling webhook \"provenance.synod.dev\""));
    assertThat(agent()).isNull();

    // When
    upgrade(url, "--set=operator.webhook.failurePolicy=Ignore");

    // Then
    await()
        .atMost(Duration.ofSeconds(SECONDS_MAX))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              declareAgent();
              assertThat(agent()).isNotNull();
            });
  }

  @Test
  void shouldRefuseASecondInstallation() {
    // Given
    install(Helm.CHART);

    // When
    Helm.Result second =
        helm.run(
            "install",
            "other",
            Helm.CHART.toString(),
            "--namespace=other",
            "--create-namespace",
            "--no-hooks",
            "--values=" + Cases.LEAST);

    // Then
    assertThat(second.exit()).isNotZero();
    assertThat(second.errors()).contains("exists and cannot be imported into the current release");
  }

  @Test
  void shouldLetTheApiServerReadTheKeysOfServiceAccountsAndNothingElse() {
    // Given
    install(Helm.CHART);
    String token =
        ServiceAccountTokens.request(
            client, Helm.NAMESPACE, "synod-api-server", List.of(), Duration.ofMinutes(10));

    // When
    try (KubernetesClient server = with(token)) {
      // Then
      assertThat(server.raw("/openid/v1/jwks")).contains("\"keys\"");
      assertThatThrownBy(() -> server.secrets().inNamespace(Helm.NAMESPACE).list())
          .hasMessageContaining("cannot list resource \"secrets\"");
    }
  }

  @Test
  void shouldDoWhatTheDocumentationSays() throws IOException {
    // Given
    String page = Files.readString(Path.of("../docs/install.md"));
    Path values = Files.createTempFile("values", ".yaml");
    Files.writeString(values, block(page, "yaml"));
    List<String> commands = block(page, "sh").lines().toList();
    assertThat(commands)
        .extracting(command -> command.split(" ")[1])
        .containsExactly("install", "upgrade", "uninstall");

    for (String command : commands) {
      // When
      List<String> words =
          new ArrayList<>(
              List.of(
                  command
                      .replace("helm/synod", Helm.CHART.toString())
                      .replace("values.yaml", values.toString())
                      .split(" ")));
      words.removeFirst();
      words.add("--no-hooks");

      // Then
      helm.run(words.toArray(String[]::new)).expectSuccess();
    }
    assertThat(client.apps().deployments().inNamespace(Helm.NAMESPACE).list().getItems()).isEmpty();
  }

  /** The first block in a language. */
  private static String block(String page, String language) {
    String fence = "\n```" + language + "\n";
    int start = page.indexOf(fence) + fence.length();
    return page.substring(start, page.indexOf("\n```", start));
  }

  @Test
  void shouldTellWhatToDoNextWhenInstalled() {
    assertThat(install(Helm.CHART))
        .contains("kubectl rollout status -n synod-system statefulset/synod-api-server")
        .contains("Without postgresql.url no history is kept.");
  }

  private String install(Path chart, String... more) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(Helm.NAMESPACE)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .serverSideApply();
    return helm.run(arguments("install", chart, more)).expectSuccess();
  }

  private void upgrade(String... more) {
    helm.run(arguments("upgrade", Helm.CHART, more)).expectSuccess();
  }

  /** Upgrades without naming a value again. */
  private Helm.Result upgradeWith(String reuse) {
    return helm.run(
        "upgrade",
        Helm.RELEASE,
        Helm.CHART.toString(),
        "--namespace=" + Helm.NAMESPACE,
        "--no-hooks",
        reuse);
  }

  private int workers() {
    return client
        .apps()
        .deployments()
        .inNamespace(Helm.NAMESPACE)
        .withName("synod-worker")
        .get()
        .getSpec()
        .getReplicas();
  }

  private static String[] arguments(String command, Path chart, String... more) {
    return Stream.concat(
            Stream.of(
                command,
                Helm.RELEASE,
                chart.toString(),
                "--namespace=" + Helm.NAMESPACE,
                "--no-hooks",
                "--values=" + Cases.LEAST),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private CustomResourceDefinition crd(String name) {
    return client.apiextensions().v1().customResourceDefinitions().withName(name).get();
  }

  private Map<String, String> secret(String name) {
    return client.secrets().inNamespace(Helm.NAMESPACE).withName(name).get().getData();
  }

  /** What the controller of StatefulSets, which does not run here, would make. */
  private PersistentVolumeClaim claim() {
    StatefulSet set =
        client.apps().statefulSets().inNamespace(Helm.NAMESPACE).withName("synod-api-server").get();
    PersistentVolumeClaim claim = set.getSpec().getVolumeClaimTemplates().getFirst();
    assertThat(claim.getSpec().getResources().getRequests())
        .containsEntry("storage", Quantity.parse("10Gi"));
    claim.getMetadata().setName("data-synod-api-server-0");
    claim.getMetadata().setNamespace(Helm.NAMESPACE);
    return client.resource(claim).serverSideApply();
  }

  private void declareAgent() {
    awaitAgents();
    client.load(agentManifest()).serverSideApply();
  }

  private static InputStream agentManifest() {
    return Objects.requireNonNull(InstallIT.class.getResourceAsStream("/agent.yaml"));
  }

  private void awaitAgents() {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(AGENTS)
        .waitUntilCondition(
            crd ->
                crd != null
                    && crd.getStatus().getConditions().stream()
                        .anyMatch(
                            one ->
                                one.getType().equals("Established")
                                    && one.getStatus().equals("True")),
            SECONDS_MAX,
            TimeUnit.SECONDS);
  }

  private @Nullable GenericKubernetesResource agent() {
    return client
        .genericKubernetesResources("synod.dev/v1alpha1", "Agent")
        .inNamespace("default")
        .withName("historian")
        .get();
  }

  private KubernetesClient with(String token) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withMasterUrl(client.getMasterUrl().toString())
                .withCaCertData(client.getConfiguration().getCaCertData())
                .withCaCertFile(client.getConfiguration().getCaCertFile())
                .withOauthToken(token)
                .withAutoConfigure(false)
                .build())
        .build();
  }
}
