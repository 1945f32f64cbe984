package dev.synod.server.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Scope;
import dev.synod.kernel.value.Value;
import dev.synod.log.dump.RecordJson;
import dev.synod.rego.Sight;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Puts content into questions, as far as somebody looks at it. */
@ApplicationScoped
class Contents {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A question with its content.
   *
   * @param question without
   */
  ObjectNode with(
      ObjectNode question, Content content, Scope scope, Set<Sight> seen, KernelState state) {
    ObjectNode input = question.deepCopy();
    if (seen.contains(Sight.RESOURCE)) {
      input.set(Sight.RESOURCE.word(), resource(content));
    }
    if (seen.contains(Sight.EXISTING)) {
      input.set(Sight.EXISTING.word(), existing(content, state));
    }
    if (seen.contains(Sight.USAGE)) {
      input.set(Sight.USAGE.word(), Usage.of(scope.namespace(), state));
    }
    return input;
  }

  private static JsonNode resource(Content content) {
    return switch (content) {
      case Content.Change(var command) -> tree(RecordJson.toValue(command));
      case Content.Named(var names) -> JSON.valueToTree(names);
      case Content.Given given -> tree(given.resource());
    };
  }

  private static JsonNode existing(Content content, KernelState state) {
    return switch (content) {
      case Content.Change(var command) -> tree(Existing.of(command, state));
      case Content.Named _ -> NullNode.getInstance();
      case Content.Given given -> tree(given.existing());
    };
  }

  private static JsonNode tree(Value value) {
    try {
      return JSON.readTree(value.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected a value that is JSON.", e);
    }
  }
}
