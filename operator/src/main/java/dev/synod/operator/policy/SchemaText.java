package dev.synod.operator.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a JSON Schema says before anybody follows it. */
final class SchemaText {
  private static final Set<String> REFERENCES =
      Set.of("$ref", "$id", "$schema", "$dynamicRef", "$recursiveRef");

  private SchemaText() {}

  /**
   * The first place at which it refers to anything, or names itself so that others resolve by it.
   * Whoever evaluates a schema fetches what it refers to, from files and from the network.
   */
  static Optional<String> reference(JsonNode schema) {
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      // Before draft 6 it was id, which is a usual name of a property too.
      boolean names = member.getKey().equals("id") && member.getValue().isTextual();
      if (REFERENCES.contains(member.getKey()) || names) {
        return Optional.of(member.getKey());
      }
    }
    for (JsonNode part : schema) {
      Optional<String> found = reference(part);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
