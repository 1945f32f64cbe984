package dev.synod.dev.platform;

import dev.synod.dev.cluster.ClusterBootstrap;
import dev.synod.dev.cluster.ClusterSettings;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.workspace.PrivateFiles;
import dev.synod.realm.RealmBootstrap;
import dev.synod.realm.RealmSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is done to the servers before Synod's own processes can work. */
final class Setup {

  static final String CLUSTER = "cluster";
  static final String TOKENS = "tokens";
  static final String REALM = "realm";
  static final String WEBHOOKS = "webhooks";

  private final Servers servers;
  private final ClusterBootstrap cluster;

  Setup(Servers servers) {
    this.servers = servers;
    this.cluster = new ClusterBootstrap(clusterSettings());
  }

  List<Part> parts() {
    return List.of(
        new Part.Task(CLUSTER, Set.of("kube-apiserver"), cluster::install),
        new Part.Task(
            TOKENS,
            Set.of(CLUSTER),
            cluster::renewTokens,
            Optional.of(ClusterBootstrap.RENEW_EVERY)),
        new Part.Task(REALM, Set.of("keycloak", CLUSTER), this::realm));
  }

  /** Has the Kubernetes API ask the operator, which must run by then, as those that it asks. */
  Part webhooks() {
    Stream<String> asked =
        servers.apiServers().replicas().stream().map(replica -> replica.part(Product.API_SERVER));
    return new Part.Task(
        WEBHOOKS,
        Stream.concat(Stream.of(Product.OPERATOR), asked).collect(Collectors.toSet()),
        () ->
            cluster.installWebhooks(
                servers.workspace().root().resolve("operator/src/main/webhook/webhooks.yaml"),
                servers.operatorWebhook(),
                servers.authority()));
  }

  /** What is below {@code examples/}, brought by kubectl as a person would bring it. */
  Part samples(Set<String> after) {
    return new Part.Task(
        "samples",
        after,
        () -> {
          for (Path example : examples()) {
            kubectlApply(example);
          }
        });
  }

  private void kubectlApply(Path manifests) throws IOException, InterruptedException {
    Process kubectl =
        new ProcessBuilder(
                servers.workspace().programs().resolve("kubectl").toString(),
                "--kubeconfig=" + servers.controlPlane().kubeconfig(),
                "apply",
                "-f",
                manifests.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (kubectl.waitFor() != 0) {
      throw new IOException("kubectl apply -f %s: %s".formatted(manifests, output.strip()));
    }
  }

  private List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(servers.workspace().root().resolve("examples"))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  private void realm() throws IOException, InterruptedException {
    String secret =
        RealmBootstrap.run(
            new RealmSettings(
                servers.keycloak().url(),
                servers.keycloak().adminClient(),
                Servers.REALM,
                servers.loginFile().people(),
                true,
                Optional.empty()));
    PrivateFiles.write(servers.operatorKeycloakSecret(), secret);
    cluster.storeKeycloakSecret(RealmBootstrap.OPERATOR_CLIENT, secret);
  }

  private ClusterSettings clusterSettings() {
    return new ClusterSettings(
        servers.controlPlane().kubeconfig(),
        manifests(),
        new ClusterSettings.Endpoints(servers.apiServer(), servers.issuer(), servers.authority()),
        new ClusterSettings.Files(
            servers.clusterKeys(),
            servers.operatorToken(),
            servers.workerToken(),
            servers.operatorKubeconfig()));
  }

  /** CRDs, and the operator's roles as they are shipped. */
  private List<Path> manifests() {
    Path root = servers.workspace().root();
    return Stream.of(
            root.resolve("crds/src/main/resources/crds"),
            root.resolve("operator/src/main/kubernetes"))
        .filter(Files::exists)
        .toList();
  }
}
