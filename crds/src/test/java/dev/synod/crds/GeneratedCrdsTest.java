package dev.synod.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The committed CRDs are those that the records generate, and bounded throughout. To rewrite them:
 * {@code mvn -pl crds test -Dtest=GeneratedCrdsTest -Dgolden.update=true}.
 */
class GeneratedCrdsTest {
  private static final Path COMMITTED = Path.of("src/main/resources/crds");

  @Test
  void shouldEqualCommittedFilesWhenGenerated() throws IOException {
    SortedMap<String, String> generated = CrdGeneration.generate();

    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(COMMITTED);
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(COMMITTED.resolve(file.getKey()), file.getValue());
      }
    }

    assertThat(committed())
        .as("crds in %s; rewrite them with -Dgolden.update=true", COMMITTED)
        .isEqualTo(generated);
  }

  @Test
  void shouldBoundEveryValueWhenGenerated() throws IOException {
    List<String> unbounded = new ArrayList<>();

    for (String yaml : CrdGeneration.generate().values()) {
      CustomResourceDefinition crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
      JSONSchemaProps root =
          crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
      collectUnbounded(crd.getSpec().getNames().getKind(), root, unbounded);
    }

    assertThat(unbounded).as("values without a limit").isEmpty();
  }

  private static void collectUnbounded(String path, JSONSchemaProps schema, List<String> found) {
    boolean bounded =
        switch (schema.getType() == null ? "" : schema.getType()) {
          case "string" -> schema.getMaxLength() != null || schema.getEnum() != null;
          case "integer" -> schema.getMaximum() != null && schema.getMinimum() != null;
          case "array" -> schema.getMaxItems() != null;
          case "object" ->
              schema.getAdditionalProperties() == null || schema.getMaxProperties() != null;
          case "boolean" -> true;
          case "number" -> false;
          default -> Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields());
        };
    if (!bounded) {
      found.add(path);
    }
    CrdGeneration.properties(schema)
        .forEach((name, child) -> collectUnbounded(path + "." + name, child, found));
  }

  private static SortedMap<String, String> committed() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    if (Files.isDirectory(COMMITTED)) {
      try (Stream<Path> paths = Files.list(COMMITTED)) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          files.put(path.getFileName().toString(), Files.readString(path));
        }
      }
    }
    return files;
  }
}
