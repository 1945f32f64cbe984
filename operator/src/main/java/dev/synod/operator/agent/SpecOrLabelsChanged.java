package dev.synod.operator.agent;

import dev.synod.crds.agent.Agent;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/** Leaves out updates of the status; labels count, for groups choose their members by them. */
public final class SpecOrLabelsChanged implements OnUpdateFilter<Agent> {
  @Override
  public boolean accept(Agent after, Agent before) {
    ObjectMeta now = after.getMetadata();
    ObjectMeta then = before.getMetadata();
    return !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getLabels(), then.getLabels())
        || !Objects.equals(now.getFinalizers(), then.getFinalizers())
        || !Objects.equals(now.getDeletionTimestamp(), then.getDeletionTimestamp());
  }
}
