package dev.synod.operator.group;

import dev.synod.crds.Condition;
import dev.synod.crds.group.CoordinationGroup;
import dev.synod.crds.group.CoordinationGroupStatus;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Standing;
import java.time.Instant;
import java.util.List;

/** Makes the status of a CoordinationGroup. */
final class GroupStatusFactory {
  private GroupStatusFactory() {}

  /** The status of a group that was declared. */
  static CoordinationGroupStatus status(
      CoordinationGroup group, Standing<CoordinationGroupStatus> standing, Instant now) {
    return new CoordinationGroupStatus(
        group.getMetadata().getGeneration(),
        conditions(
            group,
            standing.accepted(),
            GroupChecks.ready(new GroupChecks.Stood(group.getSpec(), standing)),
            now),
        standing.live().map(CoordinationGroupStatus::members).orElse(null),
        standing.live().map(CoordinationGroupStatus::openProposals).orElse(null),
        standing.live().map(CoordinationGroupStatus::waiting).orElse(null));
  }

  /** The status of a group of which nothing new is known but a verdict. */
  static CoordinationGroupStatus status(
      CoordinationGroup group, Verdict accepted, Verdict ready, Instant now) {
    CoordinationGroupStatus before = group.getStatus();
    return new CoordinationGroupStatus(
        group.getMetadata().getGeneration(),
        conditions(group, accepted, ready, now),
        before == null ? null : before.members(),
        before == null ? null : before.openProposals(),
        before == null ? null : before.waiting());
  }

  private static List<Condition> conditions(
      CoordinationGroup group, Verdict accepted, Verdict ready, Instant now) {
    List<Condition> previous =
        group.getStatus() == null ? List.of() : group.getStatus().conditions();
    return new Conditions(previous, group.getMetadata().getGeneration(), now)
        .with(Conditions.ACCEPTED, accepted)
        .with(Conditions.READY, ready)
        .list();
  }
}
