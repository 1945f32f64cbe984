package dev.synod.operator.declaration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.CustomResource;

/**
 * What a resource says, as the API server takes it.
 *
 * @param kind which of the kinds
 * @param namespace the resource's namespace
 * @param name its name
 * @param uid its uid: a resource that was deleted and made again is another one
 * @param body all that is sent
 */
public record Declaration(
    DeclaredKind kind, String namespace, String name, String uid, ObjectNode body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The declaration of a resource's spec, with who applied it where the webhook has kept that. */
  public static Declaration of(DeclaredKind kind, CustomResource<?, ?> resource) {
    ObjectNode body = JSON.createObjectNode();
    body.put("uid", resource.getMetadata().getUid());
    body.put("generation", resource.getMetadata().getGeneration());
    body.put("applier", Applier.of(resource.getMetadata()));
    body.set("spec", JSON.valueToTree(resource.getSpec()));
    return new Declaration(
        kind,
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid(),
        body);
  }

  /** The same with a further field in its body. */
  public Declaration with(String field, Object value) {
    ObjectNode extended = body.deepCopy();
    extended.set(field, JSON.<JsonNode>valueToTree(value));
    return new Declaration(kind, namespace, name, uid, extended);
  }
}
