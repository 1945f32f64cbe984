package dev.synod.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects that the chart has rendered.
 *
 * @param objects in the order of the output
 */
record Rendered(List<JsonNode> objects) {
  Rendered {
    objects = List.copyOf(objects);
  }

  static Rendered of(String manifests) {
    return new Rendered(
        Stream.of(manifests.split("(?m)^---$"))
            .map(document -> Serialization.unmarshal(document, JsonNode.class))
            .filter(document -> document != null && document.isObject())
            .toList());
  }

  /** Objects of a kind. */
  List<JsonNode> all(String kind) {
    return objects.stream().filter(one -> kind.equals(one.path("kind").asText())).toList();
  }

  Optional<JsonNode> find(String kind, String name) {
    return all(kind).stream()
        .filter(one -> name.equals(one.at("/metadata/name").asText()))
        .findFirst();
  }

  JsonNode get(String kind, String name) {
    return find(kind, name)
        .orElseThrow(
            () ->
                new AssertionError(
                    "Expected %s %s, but found only %s".formatted(kind, name, names(kind))));
  }

  List<String> names(String kind) {
    return all(kind).stream().map(one -> one.at("/metadata/name").asText()).toList();
  }

  /** As a client of Kubernetes takes it. */
  static <T extends HasMetadata> T as(JsonNode object, Class<T> type) {
    return Serialization.jsonMapper().convertValue(object, type);
  }

  /** A pod of each template, named like what would make it. */
  List<Pod> pods() {
    return Stream.of("Deployment", "StatefulSet", "Job")
        .flatMap(kind -> all(kind).stream())
        .map(Rendered::pod)
        .toList();
  }

  private static Pod pod(JsonNode owner) {
    PodTemplateSpec template =
        Serialization.jsonMapper().convertValue(owner.at("/spec/template"), PodTemplateSpec.class);
    var pod =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .editMetadata()
            .withName(owner.at("/metadata/name").asText())
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    // What the controller of a StatefulSet adds.
    for (JsonNode claim : owner.at("/spec/volumeClaimTemplates")) {
      String name = claim.at("/metadata/name").asText();
      pod =
          new PodBuilder(pod)
              .editSpec()
              .addNewVolume()
              .withName(name)
              .withNewPersistentVolumeClaim()
              .withClaimName(name + "-" + pod.getMetadata().getName() + "-0")
              .endPersistentVolumeClaim()
              .endVolume()
              .endSpec()
              .build();
    }
    return pod;
  }
}
