package dev.synod.operator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.synod.operator.declaration.Applier;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps on each object who gave it its present spec and labels, and in which generation. Whatever a
 * request says of that itself is replaced, so that nobody can write another's name.
 */
final class Provenance {
  private static final String ANNOTATIONS = "/metadata/annotations";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A kind whose spec can't change, and whose labels mean nothing: who made it stays named. */
  private static final String RUN = "WorkflowRun";

  private Provenance() {}

  /**
   * What is to be changed in a request's object.
   *
   * @param request of an AdmissionReview, {@code CREATE} or {@code UPDATE}
   * @return a JSON Patch (RFC 6902); empty when the object is as it should be
   */
  static Optional<ArrayNode> patch(JsonNode request) {
    JsonNode annotations = request.at("/object" + ANNOTATIONS);
    ArrayNode patch = JSON.createArrayNode();
    due(request)
        .forEach(
            (name, value) -> {
              if (!text(annotations.path(name)).equals(value)) {
                set(patch, name, value);
              }
            });
    boolean adds = patch.findValuesAsText("op").contains("add");
    if (adds && !annotations.isObject()) {
      patch.insertObject(0).put("op", "add").put("path", ANNOTATIONS).putObject("value");
    }
    return patch.isEmpty() ? Optional.empty() : Optional.of(patch);
  }

  private static void set(ArrayNode patch, String name, Optional<String> value) {
    var operation =
        patch
            .addObject()
            .put("op", value.isPresent() ? "add" : "remove")
            .put("path", ANNOTATIONS + "/" + name.replace("/", "~1"));
    value.ifPresent(text -> operation.put("value", text));
  }

  /** What its annotations have to say. */
  private static Map<String, Optional<String>> due(JsonNode request) {
    JsonNode before = request.at("/oldObject" + ANNOTATIONS);
    boolean isChanged = isChanged(request);
    var due = new TreeMap<String, Optional<String>>();
    due.put(
        Applier.NAME,
        isChanged ? text(request.at("/userInfo/username")) : text(before.path(Applier.NAME)));
    due.put(
        Applier.GENERATION,
        isChanged
            ? Optional.of(Long.toString(generation(request)))
            : text(before.path(Applier.GENERATION)));
    return due;
  }

  /** The generation that the Kubernetes API is about to give it. */
  private static long generation(JsonNode request) {
    JsonNode before = request.path("oldObject");
    if (!before.isObject()) {
      return 1;
    }
    return before.at("/metadata/generation").asLong() + (hasNewSpec(request) ? 1 : 0);
  }

  private static boolean isChanged(JsonNode request) {
    JsonNode now = request.path("object");
    JsonNode before = request.path("oldObject");
    return !before.isObject()
        || hasNewSpec(request)
        || (!request.at("/kind/kind").asText().equals(RUN)
            && !now.at("/metadata/labels").equals(before.at("/metadata/labels")));
  }

  private static boolean hasNewSpec(JsonNode request) {
    return !request.at("/object/spec").equals(request.at("/oldObject/spec"));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }
}
