package dev.synod.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.expression.Jackson;
import dev.synod.workflow.expression.SchemaProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JSON Schema of the DSL, as the types library carries it. A task is checked against the one
 * kind that its members name, and tasks inside it on their own, so that a mistake is told once and
 * as what it is, not once per kind of task and level.
 */
final class DslSchema {
  private static final String RESOURCE = "schema/workflow.yaml";
  private static final ObjectNode ROOT = read();
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private DslSchema() {}

  private static ObjectNode read() {
    try (InputStream in = DslSchema.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      ObjectNode root =
          (ObjectNode) new YAMLMapper().readTree(Objects.requireNonNull(in, RESOURCE));
      ObjectNode kinds = (ObjectNode) root.get("$defs");
      kinds.putObject("task").put("type", "object");
      for (JsonNode call : kinds.get("callTask").get("oneOf")) {
        kinds.set(call.get("title").textValue(), call);
      }
      root.remove("$id");
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Problems of a definition, leaving out what is inside its tasks. */
  static List<SchemaProblem> document(Value definition) {
    return problems("", definition);
  }

  /**
   * Problems of a task, leaving out what is inside tasks within it.
   *
   * @param kind name in the schema's {@code $defs}, or the title of a kind of call
   */
  static List<SchemaProblem> task(String kind, Value task) {
    return problems(kind, task);
  }

  private static List<SchemaProblem> problems(String kind, Value value) {
    return SchemaProblem.of(
        SCHEMAS.computeIfAbsent(kind, DslSchema::schema).validate(Jackson.node(value)));
  }

  private static Schema schema(String kind) {
    ObjectNode schema = ROOT;
    if (!kind.isEmpty()) {
      schema = ROOT.objectNode();
      schema.set("$schema", ROOT.get("$schema"));
      schema.put("$ref", "#/$defs/" + kind);
      schema.set("$defs", ROOT.get("$defs"));
    }
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }
}
