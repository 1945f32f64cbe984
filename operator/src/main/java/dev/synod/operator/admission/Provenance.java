package dev.synod.operator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.synod.operator.declaration.Declaration;
import java.util.Optional;

/**
 * Keeps on each object who gave it its present spec and labels. Whatever a request says of that
 * itself is replaced, so that nobody can write another's name.
 */
final class Provenance {
  private static final String POINTER = "/metadata/annotations/synod.dev~1applied-by";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Provenance() {}

  /**
   * What is to be changed in a request's object.
   *
   * @param request of an AdmissionReview, {@code CREATE} or {@code UPDATE}
   * @return a JSON Patch (RFC 6902); empty when the object is as it should be
   */
  static Optional<ArrayNode> patch(JsonNode request) {
    JsonNode annotations = request.at("/object/metadata/annotations");
    Optional<String> said = text(annotations.path(Declaration.APPLIED_BY));
    Optional<String> due =
        isChanged(request)
            ? text(request.at("/userInfo/username"))
            : text(request.at("/oldObject/metadata/annotations").path(Declaration.APPLIED_BY));
    if (said.equals(due)) {
      return Optional.empty();
    }
    ArrayNode patch = JSON.createArrayNode();
    if (due.isEmpty()) {
      patch.addObject().put("op", "remove").put("path", POINTER);
    } else {
      if (!annotations.isObject()) {
        patch.addObject().put("op", "add").put("path", "/metadata/annotations").putObject("value");
      }
      patch.addObject().put("op", "add").put("path", POINTER).put("value", due.get());
    }
    return Optional.of(patch);
  }

  private static boolean isChanged(JsonNode request) {
    JsonNode now = request.path("object");
    JsonNode before = request.path("oldObject");
    return !before.isObject()
        || !now.path("spec").equals(before.path("spec"))
        || !now.at("/metadata/labels").equals(before.at("/metadata/labels"));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }
}
