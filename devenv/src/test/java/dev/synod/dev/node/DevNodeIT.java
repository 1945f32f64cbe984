package dev.synod.dev.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.cluster.Cluster;
import dev.synod.dev.controlplane.TemporaryControlPlane;
import dev.synod.dev.workspace.Workspace;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevNodeIT {

  private static final String NAMESPACE = "review";

  /** Writes what it was given into a file of the clone, then stays. */
  private static final String PROGRAM =
      "echo \"$GREETING $PLACE $(cat $CREDENTIALS/token) $NAME\" > $OUT-$NAME; exec sleep 1000";

  @TempDir private static Path root;

  private static TemporaryControlPlane controlPlane;
  private static KubernetesClient client;
  private static DevNode node;
  private static Thread thread;

  @BeforeAll
  static void start() throws Exception {
    controlPlane = TemporaryControlPlane.start();
    client = Cluster.connect(controlPlane.kubeconfig());
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    Workspace workspace = Workspace.of(root, Map.of());
    workspace.create();
    node = new DevNode(workspace, Cluster.connect(controlPlane.kubeconfig()), Clock.systemUTC());
    thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    node.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
  }

  @AfterAll
  static void stop() throws Exception {
    thread.interrupt();
    thread.join();
    node.close();
    client.close();
    controlPlane.close();
  }

  @Test
  void shouldRunEveryReplicaWithItsEnvironmentAndFilesWhenAnAgentOwnsTheDeployment()
      throws Exception {
    createInputs("run");
    client.resource(deployment("run", true, 2)).create();

    Deployment ready = await("run", found -> readyReplicas(found) == 2);

    assertThat(content("out-run-0")).isEqualTo("hello sea opensesame run-0");
    assertThat(content("out-run-1")).isEqualTo("hello sea opensesame run-1");
    assertThat(ready.getStatus().getObservedGeneration())
        .isEqualTo(ready.getMetadata().getGeneration());
    assertThat(ready.getStatus().getConditions())
        .anySatisfy(
            condition -> {
              assertThat(condition.getType()).isEqualTo("Available");
              assertThat(condition.getStatus()).isEqualTo("True");
            });
  }

  @Test
  void shouldWaitAndTellWhyWhenASecretIsMissing() throws Exception {
    client.resource(deployment("wait", true, 1)).create();

    await(
        "wait",
        found -> conditions(found).contains("Secret wait-credentials is not in namespace review"));
    createInputs("wait");

    assertThat(readyReplicas(await("wait", found -> readyReplicas(found) == 1))).isOne();
  }

  @Test
  void shouldRefreshFilesWhenTheSecretChanges() throws Exception {
    createInputs("fresh");
    client.resource(deployment("fresh", true, 1)).create();
    await("fresh", found -> readyReplicas(found) == 1);

    client
        .secrets()
        .inNamespace(NAMESPACE)
        .withName("fresh-credentials")
        .edit(secret -> new SecretBuilder(secret).addToStringData("token", "changed").build());

    Path file = root.resolve(".dev/node/review/fresh-0/var/run/credentials/token");
    awaitTrue(() -> Files.readString(file).equals("changed"));
  }

  @Test
  void shouldRestartTheProcessWhenItDies() throws Exception {
    createInputs("die");
    client.resource(deployment("die", true, 1)).create();
    await("die", found -> readyReplicas(found) == 1);
    Path pidFile = root.resolve(".dev/run/node/review.die-0.pid");
    long first = pid(pidFile);

    ProcessHandle.of(first).orElseThrow().destroyForcibly();

    awaitTrue(() -> pid(pidFile) != first && ProcessHandle.of(pid(pidFile)).isPresent());
  }

  @Test
  void shouldEndProcessesWhenTheDeploymentGoes() throws Exception {
    createInputs("gone");
    client.resource(deployment("gone", true, 1)).create();
    await("gone", found -> readyReplicas(found) == 1);
    long pid = pid(root.resolve(".dev/run/node/review.gone-0.pid"));

    client.apps().deployments().inNamespace(NAMESPACE).withName("gone").delete();

    awaitTrue(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    awaitTrue(() -> Files.notExists(root.resolve(".dev/node/review/gone-0")));
  }

  @Test
  void shouldLeaveDeploymentsAloneWhenNoAgentOwnsThem() throws Exception {
    createInputs("other");
    createInputs("marker");
    client.resource(deployment("other", false, 1)).create();
    client.resource(deployment("marker", true, 1)).create();

    await("marker", found -> readyReplicas(found) == 1);

    assertThat(root.resolve("out-other-0")).doesNotExist();
  }

  private static void createInputs(String name) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name + "-credentials")
                .endMetadata()
                .addToStringData("token", "opensesame")
                .build())
        .create();
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name + "-places")
                .endMetadata()
                .addToData("place", "sea")
                .build())
        .create();
  }

  private static Deployment deployment(String name, boolean owned, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .addNewOwnerReference()
        .withApiVersion(owned ? "synod.dev/v1alpha1" : "example.org/v1")
        .withKind("Agent")
        .withName(name)
        .withUid("00000000-0000-0000-0000-000000000001")
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("agent")
        .withImage("localhost/any")
        .withCommand("sh", "-c")
        .withArgs(PROGRAM)
        .addNewEnv()
        .withName("GREETING")
        .withValue("hello")
        .endEnv()
        .addNewEnv()
        .withName("OUT")
        .withValue("out")
        .endEnv()
        .addNewEnv()
        .withName("CREDENTIALS")
        .withValue("/var/run/credentials")
        .endEnv()
        .addToEnv(
            new EnvVarBuilder()
                .withName("NAME")
                .withNewValueFrom()
                .withNewFieldRef(null, "metadata.name")
                .endValueFrom()
                .build(),
            new EnvVarBuilder()
                .withName("PLACE")
                .withNewValueFrom()
                .withNewConfigMapKeyRef("place", name + "-places", false)
                .endValueFrom()
                .build())
        .addNewVolumeMount()
        .withName("credentials")
        .withMountPath("/var/run/credentials")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("credentials")
        .withNewSecret()
        .withSecretName(name + "-credentials")
        .endSecret()
        .endVolume()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Deployment await(String name, Predicate<Deployment> condition) {
    return client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(name)
        .waitUntilCondition(
            found -> found != null && found.getStatus() != null && condition.test(found),
            120,
            TimeUnit.SECONDS);
  }

  private static int readyReplicas(Deployment deployment) {
    return Objects.requireNonNullElse(deployment.getStatus().getReadyReplicas(), 0);
  }

  private static String conditions(Deployment deployment) {
    return deployment.getStatus().getConditions().toString();
  }

  private static String content(String file) throws Exception {
    awaitTrue(() -> Files.exists(root.resolve(file)) && Files.size(root.resolve(file)) > 0);
    return Files.readString(root.resolve(file)).strip();
  }

  private static long pid(Path pidFile) throws IOException {
    return Files.exists(pidFile) ? Long.parseLong(Files.readString(pidFile).split(" ", 2)[0]) : -1;
  }

  /** Polls, for files and processes can't be waited on. */
  private static void awaitTrue(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }
}
