package dev.synod.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The chart's README: every value with its type, its default and what it is for. Descriptions are
 * the comments of {@code values.yaml}; where one image is like another, those of the schema.
 */
final class ValuesPage {
  private static final Path VALUES = Helm.CHART.resolve("values.yaml");
  private static final Path SCHEMA = Helm.CHART.resolve("values.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String HEAD =
      """
      # Helm chart of Synod

      How to install, upgrade and uninstall it stands in [docs/install.md](../../docs/install.md). This page is generated from
      `values.yaml` and `values.schema.json`; a value that is not here is refused.
      """;

  private final JsonNode schema;
  private final StringBuilder page = new StringBuilder(HEAD);

  private ValuesPage(JsonNode schema) {
    this.schema = schema;
  }

  static String generate() throws IOException {
    var options = new LoaderOptions();
    options.setProcessComments(true);
    try (var reader = Files.newBufferedReader(VALUES)) {
      var values = (MappingNode) new Yaml(options).compose(reader);
      var page = new ValuesPage(JSON.readTree(SCHEMA.toFile()));
      page.sections(values);
      return page.page.toString();
    }
  }

  private void sections(MappingNode values) {
    var general = new ArrayList<Row>();
    for (NodeTuple value : values.getValue()) {
      Row row = row("", value, schema);
      if (row.isLeaf()) {
        general.add(row);
      }
    }
    section("General", "", general);
    for (NodeTuple value : values.getValue()) {
      Row row = row("", value, schema);
      if (!row.isLeaf()) {
        section("`%s`".formatted(row.path()), row.description(), leaves(row));
      }
    }
  }

  private void section(String title, String description, List<Row> rows) {
    page.append("\n## ").append(title).append("\n");
    if (!description.isEmpty()) {
      page.append(description).append("\n\n");
    }
    page.append("| value | type | default | |\n|---|---|---|---|\n");
    for (Row row : rows) {
      if (row.description().isEmpty()) {
        throw new AssertionError(
            "Expected a comment above %s in %s, but there is none".formatted(row.path(), VALUES));
      }
      page.append(
          "| `%s` | %s | `%s` | %s |\n"
              .formatted(row.path(), row.type(), row.standard(), row.description()));
    }
  }

  private List<Row> leaves(Row row) {
    var leaves = new ArrayList<Row>();
    for (NodeTuple value : ((MappingNode) row.value()).getValue()) {
      Row inner = row(row.path() + ".", value, row.schema());
      if (inner.isLeaf()) {
        leaves.add(inner);
      } else {
        leaves.addAll(leaves(inner));
      }
    }
    return leaves;
  }

  private Row row(String prefix, NodeTuple value, JsonNode around) {
    var key = (ScalarNode) value.getKeyNode();
    JsonNode declared = around.path("properties").path(key.getValue());
    if (declared.isMissingNode()) {
      throw new AssertionError(
          "Expected %s%s in %s, but it is missing".formatted(prefix, key.getValue(), SCHEMA));
    }
    JsonNode resolved =
        declared.has("$ref") ? schema.at(declared.path("$ref").asText().substring(1)) : declared;
    String comment = comment(key);
    return new Row(
        prefix + key.getValue(),
        value.getValueNode(),
        resolved,
        comment.isEmpty() ? declared.path("description").asText() : comment);
  }

  private static String comment(Node key) {
    List<CommentLine> lines = key.getBlockComments();
    return lines == null
        ? ""
        : lines.stream()
            .filter(line -> line.getCommentType() == CommentType.BLOCK)
            .map(line -> line.getValue().strip())
            .collect(Collectors.joining(" "))
            .replace("|", "\\|");
  }

  /** A value, and what the schema says of it. */
  private record Row(String path, Node value, JsonNode schema, String description) {
    /** A map of which the schema does not name every key is one value, as are resources. */
    boolean isLeaf() {
      return !(value instanceof MappingNode map)
          || map.getValue().isEmpty()
          || !schema.path("additionalProperties").isBoolean()
          || schema.path("properties").has("requests");
    }

    String type() {
      if (schema.has("enum")) {
        var values = new ArrayList<String>();
        schema.path("enum").forEach(one -> values.add("`" + one.asText() + "`"));
        return String.join(", ", values);
      }
      JsonNode type = schema.path("type");
      if (type.isArray()) {
        var names = new ArrayList<String>();
        type.forEach(one -> names.add(one.asText()));
        return String.join(" or ", names);
      }
      return type.asText();
    }

    /** The default as JSON. */
    String standard() {
      try {
        var options = new LoaderOptions();
        Object plain = new Constructed(options).of(value);
        return JSON.writeValueAsString(plain);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Values of nodes, as YAML means them. */
  private static final class Constructed extends org.yaml.snakeyaml.constructor.SafeConstructor {
    Constructed(LoaderOptions options) {
      super(options);
    }

    Object of(Node node) {
      return constructDocument(node);
    }
  }
}
