package dev.synod.operator.declaration;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;

/** Who applied a resource, as the webhook has kept it in the resource's annotations. */
public final class Applier {
  /** Annotation with the name, as the Kubernetes API authenticated it. */
  public static final String NAME = "synod.dev/applied-by";

  /** Annotation with the generation whose spec that is. */
  public static final String GENERATION = "synod.dev/applied-generation";

  private Applier() {}

  /**
   * Who gave it its present spec; empty where that is not known. A change by way of a subresource,
   * as {@code kubectl scale} makes, can't be written on the resource: it has a later generation
   * then than the one that somebody is named for.
   */
  public static String of(ObjectMeta metadata) {
    Map<String, String> annotations = metadata.getAnnotations();
    if (annotations == null
        || !Long.toString(metadata.getGeneration()).equals(annotations.get(GENERATION))) {
      return "";
    }
    return annotations.getOrDefault(NAME, "");
  }
}
