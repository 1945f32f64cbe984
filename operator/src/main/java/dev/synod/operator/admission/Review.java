package dev.synod.operator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the Kubernetes API wants to have judged.
 *
 * @param request of an AdmissionReview of {@code admission.k8s.io/v1}
 */
record Review(JsonNode request) {
  /** Written by kubectl, and says again what the object says. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final ObjectMapper JSON = new ObjectMapper();

  String namespace() {
    return request.path("namespace").asText();
  }

  /** {@code create}, {@code update} or {@code delete}. */
  String operation() {
    return request.path("operation").asText().toLowerCase(Locale.ROOT);
  }

  boolean isDeletion() {
    return operation().equals("delete");
  }

  String kind() {
    return request.at("/kind/kind").asText();
  }

  /**
   * The object's name. One that Kubernetes made up stands in the object alone, as do those of
   * objects that are deleted together.
   */
  String name() {
    return Stream.of("/name", "/object/metadata/name", "/oldObject/metadata/name")
        .map(place -> request.at(place).asText())
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  String user() {
    return request.at("/userInfo/username").asText();
  }

  /** The question that the API server is asked, without what no person writes. */
  ObjectNode question() {
    ObjectNode question = JSON.createObjectNode();
    question.put("operation", operation());
    question.put("kind", kind());
    question.put("name", name());
    ObjectNode user = question.putObject("user");
    user.put("username", user());
    user.putArray("groups");
    request.at("/userInfo/groups").forEach(group -> user.withArray("groups").add(group));
    question.set("object", written(request.path("object")));
    question.set("oldObject", written(request.path("oldObject")));
    question.put("dryRun", request.path("dryRun").asBoolean());
    return question;
  }

  private static JsonNode written(JsonNode given) {
    if (!given.isObject()) {
      return JSON.nullNode();
    }
    ObjectNode object = given.deepCopy();
    object.remove("status");
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(LAST_APPLIED);
      }
    }
    return object;
  }

  /** Why the change is refused, for the person who made it. */
  String refusal(Judgement judgement) {
    String refusal =
        "%s may not %s %s %s/%s: %s."
            .formatted(
                user(), operation(), kind(), namespace(), name(), listed(judgement.reasons()));
    return judgement.decision().isEmpty()
        ? refusal
        : refusal + " Why: kubectl synod policy explain " + judgement.decision();
  }

  private static String listed(List<String> reasons) {
    return reasons.isEmpty() ? "no rule allows it" : String.join("; ", reasons);
  }
}
