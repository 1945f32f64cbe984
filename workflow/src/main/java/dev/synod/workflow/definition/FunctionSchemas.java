package dev.synod.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.expression.Jackson;
import dev.synod.workflow.expression.SchemaProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The JSON Schemas of the catalog's functions. */
final class FunctionSchemas {
  private static final Map<CatalogFunction, Schema> SCHEMAS =
      Arrays.stream(CatalogFunction.values())
          .collect(Collectors.toMap(Function.identity(), FunctionSchemas::read));

  private FunctionSchemas() {}

  private static Schema read(CatalogFunction function) {
    String resource = "functions/" + function.word() + "-1.0.0.yaml";
    try (InputStream in = FunctionSchemas.class.getResourceAsStream(resource)) {
      JsonNode tree = new YAMLMapper().readTree(Objects.requireNonNull(in, resource));
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Problems of arguments, leaving out values for which {@code open} holds. */
  static List<SchemaProblem> problems(
      CatalogFunction function, Value arguments, Predicate<JsonNode> open) {
    List<Error> errors =
        Objects.requireNonNull(SCHEMAS.get(function)).validate(Jackson.node(arguments));
    return SchemaProblem.of(
        errors.stream()
            .filter(error -> error.getInstanceNode() == null || !open.test(error.getInstanceNode()))
            .toList());
  }
}
