package dev.synod.operator.identity;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/** Marks what the operator makes, and tells it from what others made. */
public final class ManagedBy {
  /** Field manager, and value of the label. */
  public static final String OPERATOR = "synod-operator";

  /** Label by which the operator's objects are found. */
  public static final String LABEL = "app.kubernetes.io/managed-by";

  /** That label as a map. */
  public static final Map<String, String> LABELS = Map.of(LABEL, OPERATOR);

  private ManagedBy() {}

  /** Makes an object go when its owner goes. */
  public static OwnerReference ownedBy(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /** Whether an object goes when that owner goes. */
  public static boolean isOwnedBy(HasMetadata object, HasMetadata owner) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> reference.getUid().equals(owner.getMetadata().getUid()));
  }
}
