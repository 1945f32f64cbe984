package dev.synod.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import java.util.Optional;

/**
 * JSON Schemas (2020-12) that users write: complete in themselves, nothing is fetched, and regular
 * expressions match in linear time.
 */
public final class UserSchema {
  private static final String METASCHEMA = "https://json-schema.org/draft/2020-12/schema";

  private UserSchema() {}

  /**
   * A registry of its own for each schema: an {@code $id} of one user must not be found by another.
   */
  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder.schemaRegistryConfig(
                SchemaRegistryConfig.builder()
                    .regularExpressionFactory(UserSchema::matcher)
                    .build()));
  }

  private static RegularExpression matcher(String regex) {
    Pattern pattern = LinearPattern.compile(regex, 0);
    return text -> pattern.matcher(text).find();
  }

  /** What is wrong with a schema, or nothing. */
  public static Optional<SchemaProblem> problem(JsonNode schema) {
    Optional<SchemaProblem> own = reference("", schema);
    if (own.isPresent()) {
      return own;
    }
    List<Error> errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(METASCHEMA))
            .validate(schema);
    return SchemaProblem.of(errors).stream().findFirst();
  }

  private static Optional<SchemaProblem> reference(String path, JsonNode node) {
    for (var member : node.properties()) {
      String at = path + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
      JsonNode value = member.getValue();
      Optional<SchemaProblem> found =
          switch (member.getKey()) {
            case "$ref", "$dynamicRef" ->
                value.asText().startsWith("#")
                    ? Optional.<SchemaProblem>empty()
                    : Optional.of(
                        new SchemaProblem(
                            at,
                            "Expected a reference within the schema, such as #/$defs/name, but found '%s'."
                                .formatted(value.asText())));
            case "$schema" ->
                value.asText().equals(METASCHEMA)
                    ? Optional.<SchemaProblem>empty()
                    : Optional.of(
                        new SchemaProblem(
                            at,
                            "Expected %s, but found '%s'.".formatted(METASCHEMA, value.asText())));
            case "pattern" ->
                value.isTextual() ? linear(at, value.textValue()) : reference(at, value);
            case "patternProperties" ->
                value
                    .propertyStream()
                    .map(property -> linear(at, property.getKey()))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .or(() -> reference(at, value));
            default -> reference(at, value);
          };
      if (found.isPresent()) {
        return found;
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      Optional<SchemaProblem> found = reference(path + "/" + i, node.get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<SchemaProblem> linear(String path, String regex) {
    try {
      LinearPattern.compile(regex, 0);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new SchemaProblem(path, String.valueOf(e.getMessage())));
    }
  }

  /** What is wrong with a value. The schema must have no problem of its own. */
  public static List<SchemaProblem> problems(JsonNode schema, JsonNode value) {
    Schema compiled = registry().getSchema(schema);
    return SchemaProblem.of(compiled.validate(value));
  }
}
