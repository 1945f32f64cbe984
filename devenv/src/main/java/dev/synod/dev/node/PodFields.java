package dev.synod.dev.node;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of the downward API. */
final class PodFields {

  private static final Pattern MAP_ENTRY =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)'\\]");

  private PodFields() {}

  static String value(PodRef pod, PodTemplateSpec template, String path) throws PodException {
    Matcher entry = MAP_ENTRY.matcher(path);
    if (entry.matches()) {
      return map(template, entry.group(1)).getOrDefault(entry.group(2), "");
    }
    return switch (path) {
      case "metadata.name" -> pod.name();
      case "metadata.namespace" -> pod.namespace();
      case "spec.serviceAccountName" -> serviceAccount(template);
      case "spec.nodeName" -> "dev";
      case "status.podIP", "status.hostIP" -> "127.0.0.1";
      default -> throw new PodException("The dev node has no value for field " + path);
    };
  }

  static String serviceAccount(PodTemplateSpec template) {
    return Objects.requireNonNullElse(template.getSpec().getServiceAccountName(), "default");
  }

  private static Map<String, String> map(PodTemplateSpec template, String name) {
    if (template.getMetadata() == null) {
      return Map.of();
    }
    Map<String, String> found =
        name.equals("labels")
            ? template.getMetadata().getLabels()
            : template.getMetadata().getAnnotations();
    return Objects.requireNonNullElse(found, Map.of());
  }
}
