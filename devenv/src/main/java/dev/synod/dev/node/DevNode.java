package dev.synod.dev.node;

import dev.synod.dev.process.PidFile;
import dev.synod.dev.process.RunningProcess;
import dev.synod.dev.workspace.PrivateFiles;
import dev.synod.dev.workspace.Workspace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs the command of every Deployment that an Agent owns as local processes, with the environment
 * and the files that its pods would have, and reports back as a cluster's own controllers would.
 */
public final class DevNode implements AutoCloseable {

  private static final String AGENT_KIND = "Agent";
  private static final String AGENT_GROUP = "synod.dev/";
  private static final Duration RESYNC = Duration.ofSeconds(10);

  private final Workspace workspace;
  private final KubernetesClient client;
  private final Clock clock;
  private final SharedIndexInformer<Deployment> deployments;
  private final List<SharedIndexInformer<?>> informers;
  private final PodPlanner planner;
  private final Map<PodRef, Running> pods = new HashMap<>();
  private final Semaphore changes = new Semaphore(1);
  private boolean closed;

  private record Running(PodRunner runner, int templateHash) {}

  /** A node that has not started yet. */
  public DevNode(Workspace workspace, KubernetesClient client, Clock clock) {
    this.workspace = workspace;
    this.client = client;
    this.clock = clock;
    this.deployments = client.apps().deployments().inAnyNamespace().runnableInformer(0);
    SharedIndexInformer<Secret> secrets = client.secrets().inAnyNamespace().runnableInformer(0);
    SharedIndexInformer<ConfigMap> configMaps =
        client.configMaps().inAnyNamespace().runnableInformer(0);
    deployments.addEventHandler(new Poke<>(this::changed));
    secrets.addEventHandler(new Poke<>(this::changed));
    configMaps.addEventHandler(new Poke<>(this::changed));
    this.informers = List.of(secrets, configMaps, deployments);
    this.planner =
        new PodPlanner(
            workspace, new InformedObjects(client, secrets, configMaps, clock), System.getenv());
  }

  /** Follows the cluster until the thread is interrupted. */
  public void run() throws InterruptedException, IOException {
    informers.forEach(SharedIndexInformer::run);
    stopStrays();
    while (true) {
      if (changes.tryAcquire(RESYNC.toMillis(), TimeUnit.MILLISECONDS)) {
        changes.drainPermits();
      }
      reconcile();
      PrivateFiles.write(heartbeat(workspace), clock.instant().toString());
    }
  }

  /** Says that the node in this workspace has looked at the cluster lately. */
  public static void check(Workspace workspace, Clock clock) throws IOException {
    Path file = heartbeat(workspace);
    Instant last = Files.exists(file) ? Instant.parse(Files.readString(file)) : Instant.EPOCH;
    if (last.isBefore(clock.instant().minus(RESYNC.multipliedBy(2)))) {
      throw new IOException("it has not looked at the cluster since " + last);
    }
  }

  private static Path heartbeat(Workspace workspace) {
    return workspace.run().resolve("node-heartbeat");
  }

  private void changed() {
    changes.release();
  }

  private synchronized void reconcile() throws InterruptedException, IOException {
    if (closed) {
      return;
    }
    Set<PodRef> wanted = new HashSet<>();
    for (Deployment deployment : deployments.getStore().list()) {
      if (isOwnedByAgent(deployment)) {
        List<PodRef> replicas =
            IntStream.range(0, deployment.getSpec().getReplicas())
                .mapToObj(index -> PodRef.of(deployment, index))
                .toList();
        wanted.addAll(replicas);
        for (PodRef pod : replicas) {
          keep(pod, deployment);
        }
      }
    }
    stopAll(pods.keySet().stream().filter(pod -> !wanted.contains(pod)).toList());
    for (Deployment deployment : deployments.getStore().list()) {
      if (isOwnedByAgent(deployment)) {
        report(deployment);
      }
    }
  }

  private static boolean isOwnedByAgent(Deployment deployment) {
    return deployment.getMetadata().getDeletionTimestamp() == null
        && deployment.getMetadata().getOwnerReferences().stream().anyMatch(DevNode::isAgent);
  }

  private static boolean isAgent(OwnerReference owner) {
    return owner.getKind().equals(AGENT_KIND) && owner.getApiVersion().startsWith(AGENT_GROUP);
  }

  private void keep(PodRef pod, Deployment deployment) throws InterruptedException, IOException {
    int templateHash = deployment.getSpec().getTemplate().hashCode();
    Running present = pods.get(pod);
    if (present != null && present.templateHash() != templateHash) {
      stopAll(List.of(pod));
      present = null;
    }
    if (present == null) {
      PodRunner runner =
          new PodRunner(
              pod.id(),
              () -> planner.plan(pod, deployment.getSpec().getTemplate()),
              pidFile(pod.id()),
              this::changed);
      pods.put(pod, new Running(runner, templateHash));
      runner.start();
    } else if (present.runner().isRunning()) {
      refreshFiles(pod, deployment);
    } else {
      present.runner().clusterChanged();
    }
  }

  private void refreshFiles(PodRef pod, Deployment deployment) {
    try {
      planner.refreshFiles(pod, deployment.getSpec().getTemplate());
    } catch (PodException | IOException | KubernetesClientException e) {
      System.out.printf("%s keeps its files: %s%n", pod.id(), e.getMessage());
    }
  }

  private void stopAll(List<PodRef> stopped) throws InterruptedException, IOException {
    for (PodRef pod : stopped) {
      Running running = pods.remove(pod);
      if (running != null) {
        running.runner().close();
      }
      planner.forget(pod);
    }
  }

  private void report(Deployment deployment) {
    List<PodRunner> runners =
        IntStream.range(0, deployment.getSpec().getReplicas())
            .mapToObj(index -> pods.get(PodRef.of(deployment, index)))
            .flatMap(Stream::ofNullable)
            .map(Running::runner)
            .toList();
    int running = (int) runners.stream().filter(PodRunner::isRunning).count();
    String problem =
        runners.stream()
            .map(PodRunner::problem)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    DeploymentStatus status =
        DeploymentStatuses.render(deployment, running, problem, clock.instant());
    if (!status.equals(deployment.getStatus())) {
      write(deployment, status);
    }
  }

  private void write(Deployment deployment, DeploymentStatus status) {
    Deployment changed = deployment.edit().withStatus(status).build();
    try {
      client.resource(changed).updateStatus();
    } catch (KubernetesClientException e) {
      // The next change or the next resync tries again.
      System.out.printf("Status of %s: %s%n", deployment.getMetadata().getName(), e.getMessage());
    }
  }

  /** Ends what an earlier node has left running and nobody wants any more. */
  private void stopStrays() throws IOException, InterruptedException {
    Set<String> wanted = new HashSet<>();
    for (Deployment deployment : deployments.getStore().list()) {
      if (isOwnedByAgent(deployment)) {
        IntStream.range(0, deployment.getSpec().getReplicas())
            .forEach(index -> wanted.add(PodRef.of(deployment, index).id() + ".pid"));
      }
    }
    Path folder = Files.createDirectories(pidFolder());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> !wanted.contains("" + one.getFileName())).toList()) {
        var process = RunningProcess.adopt(new PidFile(file));
        if (process.isPresent()) {
          process.get().stop(Duration.ofSeconds(10));
        }
        Files.deleteIfExists(file);
      }
    }
  }

  private Path pidFolder() {
    return workspace.run().resolve("node");
  }

  private PidFile pidFile(String id) {
    return new PidFile(pidFolder().resolve(id + ".pid"));
  }

  /** Ends all processes and the watches. */
  @Override
  public synchronized void close() {
    closed = true;
    informers.forEach(SharedIndexInformer::stop);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Running running : pods.values()) {
        executor.execute(() -> closeQuietly(running.runner()));
      }
    }
    client.close();
  }

  private static void closeQuietly(PodRunner runner) {
    try {
      runner.close();
    } catch (IOException e) {
      System.out.printf("A pod is not stopped: %s%n", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Any event asks for a look at everything. */
  private record Poke<T extends HasMetadata>(Runnable onChange) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T item) {
      onChange.run();
    }

    @Override
    public void onUpdate(T before, T after) {
      if (!before
          .getMetadata()
          .getResourceVersion()
          .equals(after.getMetadata().getResourceVersion())) {
        onChange.run();
      }
    }

    @Override
    public void onDelete(T item, boolean isStateUnknown) {
      onChange.run();
    }
  }
}
