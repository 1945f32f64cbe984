package dev.synod.operator.group;

import dev.synod.crds.group.Barrier;
import dev.synod.crds.group.CoordinationGroupSpec;
import dev.synod.crds.group.CoordinationGroupStatus;
import dev.synod.crds.group.CoordinationGroupStatus.MemberCount;
import dev.synod.crds.group.Decision;
import dev.synod.crds.group.Parties;
import dev.synod.crds.group.SharedState;
import dev.synod.operator.condition.Check;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.declaration.Standing;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides the conditions of a CoordinationGroup. */
final class GroupChecks {
  private static final List<Check<CoordinationGroupSpec>> SPEC =
      List.of(GroupChecks::merges, GroupChecks::barriers, GroupChecks::decisions);

  private static final List<Check<Stood>> READINESS =
      List.of(stood -> stood.standing().whyUnknown(), GroupChecks::membersMissing);

  /** What is wanted, and how it stands. */
  record Stood(CoordinationGroupSpec spec, Standing<CoordinationGroupStatus> standing) {
    int membersReady() {
      return count(MemberCount::ready);
    }

    int membersTotal() {
      return count(MemberCount::total);
    }

    private int count(Function<MemberCount, @Nullable Integer> which) {
      return standing
          .live()
          .map(CoordinationGroupStatus::members)
          .flatMap(members -> Optional.ofNullable(which.apply(members)))
          .orElse(0);
    }
  }

  private GroupChecks() {}

  /** Whether the spec can be acted on. */
  static Verdict understood(CoordinationGroupSpec spec) {
    return Check.first(
        SPEC, spec, Verdict.holds(DeclarationReason.ACCEPTED, "The spec is understood."));
  }

  /** Whether members can coordinate. */
  static Verdict ready(Stood stood) {
    return Check.first(
        READINESS,
        stood,
        Verdict.holds(
            GroupReason.MEMBERS_CONNECTED,
            "%d of %d members are connected."
                .formatted(stood.membersReady(), stood.membersTotal())));
  }

  private static @Nullable Verdict merges(CoordinationGroupSpec spec) {
    SharedState state = spec.state();
    return state == null
        ? null
        : state.keys().stream()
            .filter(keys -> keys.merge() == null)
            .findFirst()
            .map(keys -> notSupported("state.keys[%s].merge".formatted(keys.prefix())))
            .orElse(null);
  }

  private static @Nullable Verdict barriers(CoordinationGroupSpec spec) {
    return spec.barriers().stream()
        .filter(barrier -> barrier.onTimeout() == null || !isSupported(barrier))
        .findFirst()
        .map(barrier -> notSupported("barriers[%s]".formatted(barrier.name())))
        .orElse(null);
  }

  private static boolean isSupported(Barrier barrier) {
    Parties parties = barrier.parties();
    return parties.all() != null || parties.count() != null || parties.percent() != null;
  }

  private static @Nullable Verdict decisions(CoordinationGroupSpec spec) {
    return spec.decisions().stream()
        .filter(decision -> decision.rule() == null)
        .findFirst()
        .map(Decision::name)
        .map(name -> notSupported("decisions[%s].rule".formatted(name)))
        .orElse(null);
  }

  private static Verdict notSupported(String field) {
    return Verdict.fails(
        DeclarationReason.NOT_SUPPORTED,
        "spec.%s has a value that this version does not know: upgrade Synod or change it"
            .formatted(field));
  }

  private static @Nullable Verdict membersMissing(Stood stood) {
    Integer minimum = stood.spec().members().minimum();
    int wanted = minimum == null ? 1 : minimum;
    return stood.membersReady() >= wanted
        ? null
        : Verdict.fails(
            GroupReason.MEMBERS_MISSING,
            "%d of %d members are connected, and spec.members.minimum is %d."
                .formatted(stood.membersReady(), stood.membersTotal(), wanted));
  }
}
