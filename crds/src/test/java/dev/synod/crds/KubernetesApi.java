package dev.synod.crds;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes API server with its etcd, for tests; the CRDs of Synod are installed.
 *
 * <p>Its binaries are those of {@code KUBEBUILDER_ASSETS}, else those that {@code ./dev up} built
 * into the user's cache.
 */
public final class KubernetesApi implements AutoCloseable {
  /** Issuer of its service accounts' tokens. */
  public static final String ISSUER = "https://kubernetes.default.svc";

  private static final String VERSION = "1.34.4";
  private static final List<String> CRD_FILES =
      List.of(
          "agents.synod.dev.yaml",
          "coordinationgroups.synod.dev.yaml",
          "workflows.synod.dev.yaml",
          "workflowruns.synod.dev.yaml",
          "governancepolicies.synod.dev.yaml",
          "auditreports.synod.dev.yaml");

  private final KubeAPIServer server;
  private final KubernetesClient client;

  private KubernetesApi(KubeAPIServer server) {
    this.server = server;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
  }

  /** Starts the server and waits until it serves the kinds of Synod. */
  public static KubernetesApi start() {
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(testDirectory().toString())
                .withApiServerVersion(VERSION)
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withApiServerFlag("--service-account-issuer", ISSUER)
                .build());
    server.start();
    KubernetesApi started = new KubernetesApi(server);
    started.installCrds();
    return started;
  }

  /** A client with every right. */
  public KubernetesClient client() {
    return client;
  }

  /** A kubeconfig with every right. */
  public String kubeconfig() {
    return server.getKubeConfigYaml();
  }

  /** What kubectl prints for some arguments, with every right. */
  public String kubectl(String... arguments) {
    try {
      Path kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
      Files.writeString(kubeconfig, kubeconfig());
      List<String> command = new ArrayList<>();
      command.add(binaries().resolve("kubectl").toString());
      command.add("--kubeconfig=" + kubeconfig);
      command.addAll(List.of(arguments));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("kubectl " + List.of(arguments) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void installCrds() {
    for (String file : CRD_FILES) {
      try (InputStream crd = Synod.class.getResourceAsStream("/crds/" + file)) {
        client.load(crd).serverSideApply();
      } catch (IOException e) {
        throw new IllegalStateException("Expected to read CRD " + file, e);
      }
    }
    for (String file : CRD_FILES) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(file.replace(".yaml", ""))
          .waitUntilCondition(
              crd ->
                  crd != null
                      && crd.getStatus() != null
                      && crd.getStatus().getConditions().stream()
                          .anyMatch(
                              condition ->
                                  condition.getType().equals("Established")
                                      && condition.getStatus().equals("True")),
              120,
              TimeUnit.SECONDS);
    }
  }

  /** The folder layout that the test library expects, made of links to the binaries. */
  private static Path testDirectory() {
    Path binaries = binaries();
    try {
      Path directory = Files.createTempDirectory("kubernetes-api");
      Path versioned = directory.resolve("k8s").resolve(VERSION + "-linux-amd64");
      Files.createDirectories(versioned);
      for (String name : List.of("etcd", "kube-apiserver", "kubectl")) {
        Files.createSymbolicLink(versioned.resolve(name), binaries.resolve(name));
      }
      return directory;
    } catch (IOException e) {
      throw new IllegalStateException("Expected to prepare a folder for the API server", e);
    }
  }

  private static Path binaries() {
    Optional<Path> found =
        Stream.concat(
                Optional.ofNullable(System.getenv("KUBEBUILDER_ASSETS")).map(Path::of).stream(),
                builtTools())
            .filter(directory -> Files.isExecutable(directory.resolve("kube-apiserver")))
            .filter(directory -> Files.isExecutable(directory.resolve("etcd")))
            .findFirst();
    return found.orElseThrow(
        () ->
            new IllegalStateException(
                "Expected kube-apiserver and etcd in KUBEBUILDER_ASSETS or below "
                    + cache()
                    + ", but found none: run ./dev up once, which builds them"));
  }

  private static Stream<Path> builtTools() {
    Path tools = cache().resolve("synod").resolve("tools");
    if (!Files.isDirectory(tools)) {
      return Stream.empty();
    }
    try (Stream<Path> sets = Files.list(tools)) {
      return sets.sorted(Comparator.reverseOrder()).toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException("Expected to list " + tools, e);
    }
  }

  private static Path cache() {
    @Nullable String configured = System.getenv("XDG_CACHE_HOME");
    return configured == null || configured.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(configured);
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
