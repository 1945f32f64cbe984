package dev.synod.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is true of all that the chart renders. */
class TemplatesIT {
  private static final Helm HELM = Helm.alone();

  @ParameterizedTest
  @MethodSource("dev.synod.helm.Cases#values")
  void shouldLimitAndProbeEveryContainer(Path values) {
    // When
    List<Pod> pods = HELM.render(Helm.CHART, values).pods();

    // Then
    assertThat(pods).isNotEmpty();
    for (Pod pod : pods) {
      for (Container container : containers(pod).toList()) {
        assertThat(container.getResources().getRequests())
            .as(container.getName())
            .containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits())
            .as(container.getName())
            .containsKey("memory");
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        boolean ends = "OnFailure".equals(pod.getSpec().getRestartPolicy());
        assertThat(container.getLivenessProbe() == null)
            .as("no probe of " + container.getName())
            .isEqualTo(ends);
      }
      assertThat(pod.getSpec().getTopologySpreadConstraints()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.synod.helm.Cases#values")
  void shouldSetNoVariableThatTheProcessDoesNotRead(Path values) {
    for (Pod pod : HELM.render(Helm.CHART, values).pods()) {
      for (Container container : pod.getSpec().getContainers()) {
        // When
        List<String> set =
            container.getEnv().stream()
                .map(EnvVar::getName)
                .filter(name -> !container.getName().equals("collector"))
                .toList();

        // Then
        assertThat(Variables.of(container.getName())).as(container.getName()).containsAll(set);
      }
    }
  }

  @Test
  void shouldGiveATokenForKubernetesToTheOperatorAlone() {
    // When
    List<Pod> pods = HELM.render(Helm.CHART, Cases.LEAST).pods();

    // Then
    assertThat(pods)
        .filteredOn(pod -> pod.getSpec().getAutomountServiceAccountToken())
        .extracting(pod -> pod.getMetadata().getName())
        .containsExactly("synod-operator");
  }

  @Test
  void shouldMakeNoSecretWhenAllAreNamed() {
    assertThat(HELM.render(Helm.CHART, Cases.PLAIN).all("Secret")).isEmpty();
  }

  @Test
  void shouldMakeACertificateThatClientsCanVerify() throws GeneralSecurityException {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.LEAST);

    // Then
    JsonNode secret = rendered.get("Secret", "synod-api-server-tls").path("data");
    X509Certificate server = certificate(decoded(secret.path("tls.crt")));
    String authority = rendered.get("ConfigMap", "synod-endpoints").at("/data/ca.crt").asText();
    assertThat(decoded(secret.path("ca.crt")).strip()).isEqualTo(authority.strip());
    server.verify(certificate(authority).getPublicKey());
    assertThat(server.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .contains(
            "synod-api-server.synod-system.svc",
            "*.synod-api-server-replicas.synod-system.svc",
            "localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"})
  void shouldTellTheKubernetesApiByWhichAuthorityItKnowsTheWebhook(String configuration)
      throws GeneralSecurityException {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.LEAST);

    // Then
    JsonNode secret = rendered.get("Secret", "synod-operator-webhook-tls").path("data");
    JsonNode client = rendered.get(configuration, "synod").at("/webhooks/0/clientConfig");
    X509Certificate operator = certificate(decoded(secret.path("tls.crt")));
    operator.verify(certificate(decoded(client.path("caBundle"))).getPublicKey());
    assertThat(operator.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .contains(
            "%s.%s.svc"
                .formatted(
                    client.at("/service/name").asText(), client.at("/service/namespace").asText()));
    assertThat(
            rendered.get("Service", client.at("/service/name").asText()).at("/spec/ports/0/port"))
        .isEqualTo(client.at("/service/port"));
  }

  @Test
  void shouldGrantTheOperatorTheRolesThatItIsTestedUnder() throws IOException {
    // Given
    Rendered tested = Rendered.of(Files.readString(GeneratedFiles.OPERATOR));

    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.LEAST);

    // Then
    for (String kind : List.of("ClusterRole", "Role")) {
      assertThat(rendered.get(kind, "synod-operator").path("rules"))
          .isEqualTo(tested.get(kind, "synod-operator").path("rules"));
    }
    for (String kind : List.of("ClusterRoleBinding", "RoleBinding")) {
      assertThat(rendered.get(kind, "synod-operator").path("subjects"))
          .isEqualTo(tested.get(kind, "synod-operator").path("subjects"));
    }
  }

  @Test
  void shouldInstallTheCrdsOfTheModuleAndKeepThem() throws IOException {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.LEAST);
    Rendered mortal = HELM.render(Helm.CHART, Cases.LEAST, "--set=crds.keep=false");
    Rendered none = HELM.render(Helm.CHART, Cases.LEAST, "--set=crds.install=false");

    // Then
    List<Path> crds = Cases.in(GeneratedFiles.CRDS);
    assertThat(rendered.all("CustomResourceDefinition")).hasSameSizeAs(crds);
    for (Path file : crds) {
      JsonNode crd = Serialization.unmarshal(Files.readString(file), JsonNode.class);
      String name = crd.at("/metadata/name").asText();
      JsonNode found = rendered.get("CustomResourceDefinition", name);
      assertThat(found.path("spec")).as(name).isEqualTo(crd.path("spec"));
      assertThat(found.at("/metadata/annotations/helm.sh~1resource-policy").asText())
          .isEqualTo("keep");
      assertThat(mortal.get("CustomResourceDefinition", name).at("/metadata/annotations").isEmpty())
          .isTrue();
    }
    assertThat(none.all("CustomResourceDefinition")).isEmpty();
  }

  @Test
  void shouldGiveEveryReplicaAVolumeThatOutlivesTheRelease() {
    // When
    JsonNode set = HELM.render(Helm.CHART, Cases.LEAST).get("StatefulSet", "synod-api-server");

    // Then
    assertThat(set.at("/spec/persistentVolumeClaimRetentionPolicy/whenDeleted").asText())
        .isEqualTo("Retain");
    assertThat(set.at("/spec/persistentVolumeClaimRetentionPolicy/whenScaled").asText())
        .isEqualTo("Retain");
    assertThat(set.at("/spec/volumeClaimTemplates/0/metadata/name").asText()).isEqualTo("data");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void shouldEvictOneReplicaAtATimeOfSeveral(int replicas) {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.EVERYTHING, several(replicas));

    // Then
    JsonNode set = rendered.get("StatefulSet", "synod-api-server").path("spec");
    assertThat(set.path("replicas").asInt()).isEqualTo(replicas);
    assertThat(rendered.get("PodDisruptionBudget", "synod-api-server").at("/spec/selector"))
        .isEqualTo(set.path("selector"));
    assertThat(
            rendered
                .get("PodDisruptionBudget", "synod-api-server")
                .at("/spec/maxUnavailable")
                .asInt())
        .isEqualTo(1);
  }

  private static String several(int replicas) {
    return "--set=apiServer.replicas=" + replicas;
  }

  @Test
  void shouldHaveNothingForOthersWhereAReplicaIsAlone() {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.EVERYTHING, several(1));

    // Then
    assertThat(rendered.names("PodDisruptionBudget"))
        .containsExactlyInAnyOrder("synod-operator", "synod-worker");
    assertThat(rendered.get("StatefulSet", "synod-api-server").toString())
        .doesNotContain("SYNOD_REPLICAS", "SYNOD_PEER_KEY", "/etc/synod/peers");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void shouldTellEachReplicaWhereAllAre(int replicas) {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.EVERYTHING, several(replicas));

    // Then
    Pod pod =
        rendered.pods().stream()
            .filter(one -> one.getMetadata().getName().equals("synod-api-server"))
            .findFirst()
            .orElseThrow();
    List<EnvVar> variables = pod.getSpec().getContainers().getFirst().getEnv();
    String places =
        variables.stream()
            .filter(one -> one.getName().equals("SYNOD_REPLICAS"))
            .findFirst()
            .orElseThrow()
            .getValue();
    String governing =
        rendered.get("StatefulSet", "synod-api-server").at("/spec/serviceName").asText();
    assertThat(places.split(","))
        .containsExactlyElementsOf(
            IntStream.range(0, replicas)
                .mapToObj(number -> "synod-api-server-" + number)
                .map(
                    name ->
                        "%1$s=%1$s.%2$s.synod-system.svc.cluster.example:7450/%1$s.%2$s.synod-system.svc.cluster.example:7451"
                            .formatted(name, governing))
                .toList());
    assertThat(pod.getSpec().getVolumes())
        .filteredOn(volume -> volume.getName().equals("peers"))
        .singleElement()
        .satisfies(volume -> assertThat(volume.getSecret().getSecretName()).isEqualTo("replicas"));
    assertThat(pod.getSpec().getContainers().getFirst().getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/etc/synod/peers");
    assertThat(rendered.get("Service", governing).at("/spec/ports"))
        .extracting(port -> port.path("port").asInt())
        .containsExactly(7450, 7451);
    assertThat(
            rendered
                .get("StatefulSet", "synod-api-server")
                .at("/spec/podManagementPolicy")
                .asText())
        .as("the first start needs all of them")
        .isEqualTo("Parallel");
  }

  @Test
  void shouldDenyWhatNoPolicyAllows() {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.LEAST);

    // Then
    JsonNode deny = rendered.get("NetworkPolicy", "synod-default-deny").path("spec");
    assertThat(deny.path("policyTypes"))
        .extracting(JsonNode::asText)
        .containsExactly("Ingress", "Egress");
    assertThat(deny.has("ingress")).isFalse();
    assertThat(deny.at("/egress")).hasSize(1);
    for (Pod pod : rendered.pods()) {
      assertThat(pod.getMetadata().getLabels())
          .as(pod.getMetadata().getName())
          .containsAllEntriesOf(
              Serialization.jsonMapper()
                  .convertValue(deny.at("/podSelector/matchLabels"), Map.class));
    }
    assertThat(rendered.names("NetworkPolicy"))
        .containsAll(rendered.pods().stream().map(pod -> pod.getMetadata().getName()).toList());
  }

  @Test
  void shouldLetInWhoUsesAPortAndNobodyElse() {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.EVERYTHING);

    // Then
    JsonNode api = rendered.get("NetworkPolicy", "synod-api-server").at("/spec/ingress");
    assertThat(component(api.at("/0/from/0"))).isEqualTo("operator");
    assertThat(component(api.at("/0/from/1"))).isEqualTo("worker");
    assertThat(api.at("/0/from"))
        .extracting(peer -> peer.at("/namespaceSelector/matchLabels").toString())
        .as("clients, and who reads metrics")
        .contains("{\"agents\":\"true\"}", "{\"kubernetes.io/metadata.name\":\"monitoring\"}");
    assertThat(api.at("/0/from")).hasSize(4);
    assertThat(api.at("/1/from")).hasSize(1);
    assertThat(component(api.at("/1/from/0"))).isEqualTo("api-server");
    JsonNode collector = rendered.get("NetworkPolicy", "synod-collector").at("/spec/ingress");
    assertThat(collector).hasSize(1);
    assertThat(collector.at("/0/from"))
        .extracting(TemplatesIT::component)
        .containsExactly("api-server", "worker");
  }

  private static String component(JsonNode peer) {
    return peer.at("/podSelector/matchLabels/app.kubernetes.io~1component").asText();
  }

  @Test
  void shouldNameNoNamespaceButItsOwn() {
    assertThat(
            HELM.template(
                    Helm.CHART, Cases.LEAST, "--namespace=elsewhere", "--set=crds.install=false")
                .expectSuccess())
        .doesNotContain(Helm.NAMESPACE);
  }

  @Test
  void shouldRequireEveryValueThatHasADefault() throws IOException {
    // Given
    JsonNode schema =
        Serialization.jsonMapper().readTree(Helm.CHART.resolve("values.schema.json").toFile());

    // Then nothing is left out by `null`, but ids
    for (JsonNode object : schema.findParents("additionalProperties")) {
      Set<String> optional = Set.of("cpu", "requests", "value", "runAsUser");
      if (object.has("properties")
          && optional.stream().noneMatch(name -> object.path("properties").has(name))) {
        List<String> names = new ArrayList<>();
        object.path("properties").fieldNames().forEachRemaining(names::add);
        names.remove("global");
        assertThat(object.path("required"))
            .extracting(JsonNode::asText)
            .containsExactlyInAnyOrderElementsOf(names);
      }
    }
  }

  @Test
  void shouldFindThePortsOfWhatItTalksTo() {
    // When
    Rendered rendered = HELM.render(Helm.CHART, Cases.EVERYTHING);
    JsonNode policy = rendered.get("NetworkPolicy", "synod-api-server");
    JsonNode operator = rendered.get("NetworkPolicy", "synod-operator");

    // Then
    Set<Integer> ports =
        policy.at("/spec/egress").findValues("port").stream()
            .map(JsonNode::asInt)
            .collect(Collectors.toSet());
    assertThat(ports)
        .as("Raft, peers, Kubernetes, keys of service accounts, Keycloak, PostgreSQL, Collector")
        .containsExactlyInAnyOrder(7450, 7451, 6443, 9443, 8080, 6432, 4317);
    assertThat(operator.at("/spec/egress").findValues("port"))
        .as("API server, Kubernetes, Keycloak, where checkpoints go")
        .extracting(JsonNode::asInt)
        .containsExactly(7443, 6443, 8080, 8444);
  }

  private static Stream<Container> containers(Pod pod) {
    return Stream.concat(
        pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream());
  }

  private static String decoded(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }
}
