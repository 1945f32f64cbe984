package dev.synod.operator.agent;

import dev.synod.crds.agent.Agent;
import dev.synod.operator.identity.Rotation;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out updates of the status. Labels count, for groups choose their members by them, and the
 * annotation that asks for new credentials does.
 */
public final class SpecOrLabelsChanged implements OnUpdateFilter<Agent> {
  @Override
  public boolean accept(Agent after, Agent before) {
    ObjectMeta now = after.getMetadata();
    ObjectMeta then = before.getMetadata();
    return !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getLabels(), then.getLabels())
        || !Objects.equals(rotationRequest(now), rotationRequest(then))
        || !Objects.equals(now.getFinalizers(), then.getFinalizers())
        || !Objects.equals(now.getDeletionTimestamp(), then.getDeletionTimestamp());
  }

  private static @Nullable String rotationRequest(ObjectMeta meta) {
    return meta.getAnnotations() == null ? null : meta.getAnnotations().get(Rotation.REQUEST);
  }
}
