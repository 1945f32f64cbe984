package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.synod.crds.Condition;
import dev.synod.crds.KubernetesApi;
import dev.synod.crds.group.CoordinationGroup;
import dev.synod.testkit.server.Await;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects that a newer version of Synod wrote, met by this version's operator. */
class NewerVersionIT {
  private static final long WAIT_SECONDS_MAX = 120;
  private static KubernetesApi kubernetes;

  @BeforeAll
  static void start() {
    kubernetes = KubernetesApi.start();
    OperatorProcess.install(kubernetes);
    installNewerCrd();
  }

  @AfterAll
  static void stop() {
    kubernetes.close();
  }

  @Test
  void shouldReportItAsNotSupportedAndGoOnWhenObjectIsNewer() throws Exception {
    // The Kubernetes API knows the newer schema a moment after it was given.
    Await.until(
        Duration.ofSeconds(WAIT_SECONDS_MAX),
        "the newer version is taken",
        () -> isTaken("at-start", "Automerge"));
    CoordinationGroup atStart = group("at-start", "Automerge");
    try (OperatorProcess operator = OperatorProcess.start(kubernetes, Map.of())) {
      assertThat(awaitAccepted(atStart).reason()).isEqualTo("NotSupported");

      CoordinationGroup whileRunning = create("while-running", "Automerge");
      assertThat(awaitAccepted(whileRunning).message()).contains("state.keys[plan].merge");

      CoordinationGroup own = create("own", "Reject");
      assertThat(awaitAccepted(own).reason()).isEqualTo("ServerUnavailable");
      assertThat(operator.isAlive()).isTrue();
    }
  }

  private static boolean isTaken(String name, String merge) {
    try {
      var _ = create(name, merge);
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e).hasMessageContaining("Automerge");
      return false;
    }
  }

  private static CoordinationGroup create(String name, String merge) {
    kubernetes
        .client()
        .resource(Serialization.unmarshal(yaml(name, merge), GenericKubernetesResource.class))
        .create();
    return group(name, merge);
  }

  private static CoordinationGroup group(String name, String merge) {
    return Serialization.unmarshal(yaml(name, merge), CoordinationGroup.class);
  }

  private static String yaml(String name, String merge) {
    return """
        apiVersion: synod.dev/v1alpha1
        kind: CoordinationGroup
        metadata: {name: %s, namespace: default}
        spec:
          members: {selector: {matchLabels: {team: review}}}
          state: {keys: [{prefix: plan, merge: %s}]}
          quota: {tasksMax: 7}
        """
        .formatted(name, merge);
  }

  private static Condition awaitAccepted(CoordinationGroup group) {
    CoordinationGroup reported =
        kubernetes
            .client()
            .resource(group)
            .waitUntilCondition(
                one -> one != null && accepted(one).isPresent(),
                WAIT_SECONDS_MAX,
                TimeUnit.SECONDS);
    return accepted(reported).orElseThrow();
  }

  private static Optional<Condition> accepted(CoordinationGroup group) {
    List<Condition> conditions =
        group.getStatus() == null ? List.of() : group.getStatus().conditions();
    return conditions.stream().filter(one -> one.type().equals("Accepted")).findFirst();
  }

  /** The CRD as a later version might have it: a further merge policy and a further field. */
  private static void installNewerCrd() {
    CustomResourceDefinition crd =
        kubernetes
            .client()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("coordinationgroups.synod.dev")
            .get();
    JSONSchemaProps spec =
        crd.getSpec()
            .getVersions()
            .getFirst()
            .getSchema()
            .getOpenAPIV3Schema()
            .getProperties()
            .get("spec");
    spec.setXKubernetesPreserveUnknownFields(true);
    spec.getProperties()
        .get("state")
        .getProperties()
        .get("keys")
        .getItems()
        .getSchema()
        .getProperties()
        .get("merge")
        .getEnum()
        .add(new TextNode("Automerge"));
    crd.getMetadata().setManagedFields(null);
    kubernetes.client().resource(crd).update();
  }
}
