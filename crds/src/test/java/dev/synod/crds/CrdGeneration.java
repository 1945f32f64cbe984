package dev.synod.crds;

import dev.synod.crds.agent.Agent;
import dev.synod.crds.group.CoordinationGroup;
import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.crds.report.AuditReport;
import dev.synod.crds.run.WorkflowRun;
import dev.synod.crds.workflow.Workflow;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the CRDs from the records, and adds what the generator has no annotation for. */
final class CrdGeneration {
  static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(
          Agent.class,
          CoordinationGroup.class,
          Workflow.class,
          WorkflowRun.class,
          GovernancePolicy.class,
          AuditReport.class);

  /** Lists whose items are told apart by a field: it is unique, and appliers own single items. */
  private static final Map<String, String> LIST_MAP_KEYS =
      Map.of(
          "capabilities", "name",
          "env", "name",
          "roles", "name",
          "barriers", "name",
          "decisions", "name",
          "keys", "prefix",
          "weights", "agent",
          "tests", "name",
          "conditions", "type");

  private static final List<String> SETS = List.of("options", "groups", "actions", "matchNames");
  private static final List<String> INSTANTS =
      List.of("lastTransitionTime", "startedAt", "finishedAt");

  private CrdGeneration() {}

  /** The CRDs as YAML, by file name. */
  static SortedMap<String, String> generate() throws IOException {
    Path directory = Files.createTempDirectory("crds");
    new CRDGenerator()
        .customResourceClasses(List.copyOf(KINDS))
        .forCRDVersions("v1")
        .inOutputDir(directory.toFile())
        .withPostProcessor(new PostProcessor())
        .generate();
    SortedMap<String, String> generated = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> generated.put(crdName(file) + ".yaml", read(file)));
    }
    return generated;
  }

  private static String crdName(Path file) {
    return file.getFileName().toString().replaceFirst("-v1\\.yml$", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class PostProcessor implements io.fabric8.crdv2.generator.CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata resource, String crdSpecVersion) {
      if (resource instanceof CustomResourceDefinition crd) {
        var version = crd.getSpec().getVersions().getFirst();
        version.setAdditionalPrinterColumns(
            inDeclaredOrder(
                crd.getSpec().getNames().getKind(), version.getAdditionalPrinterColumns()));
        version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
        complete("", version.getSchema().getOpenAPIV3Schema());
      }
      return resource;
    }

    private static List<CustomResourceColumnDefinition> inDeclaredOrder(
        String kind, List<CustomResourceColumnDefinition> columns) {
      List<String> paths =
          KINDS.stream()
              .filter(type -> type.getSimpleName().equals(kind))
              .flatMap(
                  type -> Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class)))
              .map(AdditionalPrinterColumn::jsonPath)
              .toList();
      List<CustomResourceColumnDefinition> sorted = new ArrayList<>(columns);
      sorted.sort(Comparator.comparingInt(column -> paths.indexOf(column.getJsonPath())));
      return sorted;
    }

    private static void complete(String name, JSONSchemaProps schema) {
      if (INSTANTS.contains(name)) {
        schema.setFormat("date-time");
      }
      if (LIST_MAP_KEYS.containsKey(name) && "array".equals(schema.getType())) {
        schema.setXKubernetesListType("map");
        schema.setXKubernetesListMapKeys(List.of(LIST_MAP_KEYS.get(name)));
      } else if (SETS.contains(name)) {
        schema.setXKubernetesListType("set");
      } else if ("array".equals(schema.getType())) {
        schema.setXKubernetesListType("atomic");
      }
      properties(schema).forEach(PostProcessor::complete);
    }
  }

  /** The schemas right below a schema, by property name; items of a list have an empty name. */
  static Map<String, JSONSchemaProps> properties(JSONSchemaProps schema) {
    Map<String, JSONSchemaProps> found = new LinkedHashMap<>();
    if (schema.getProperties() != null) {
      found.putAll(schema.getProperties());
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      found.put("[]", schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null) {
      found.put("{}", schema.getAdditionalProperties().getSchema());
    }
    return found;
  }
}
