package dev.synod.kernel.scenario;

import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Groups as the tests declare them. */
public final class GroupSpecs {
  public static final long BARRIER_TIMEOUT_MILLIS = 40_000;
  public static final long DECISION_DEADLINE_MILLIS = 50_000;

  private GroupSpecs() {}

  /**
   * All of team review; documents under {@code strict/}, {@code last/}, {@code count/} and {@code
   * merge/}; barriers {@code all}, {@code pair} and {@code half}; decisions {@code release}, in
   * which ada has weight 2, and {@code lead}, for leads alone.
   */
  public static GroupSpec review() {
    return new GroupSpec(
        new TreeMap<>(Map.of("team", "review")),
        1,
        List.of(new GroupSpec.Role("leads", new TreeMap<>(Map.of("role", "lead")))),
        List.of(
            new GroupSpec.StateKey("strict/", MergePolicy.REJECT),
            new GroupSpec.StateKey("last/", MergePolicy.LAST_WRITER),
            new GroupSpec.StateKey("last/strict/", MergePolicy.REJECT),
            new GroupSpec.StateKey("count/", MergePolicy.COUNTER),
            new GroupSpec.StateKey("merge/", MergePolicy.JSON_MERGE_PATCH)),
        List.of(
            new GroupSpec.BarrierSpec("all", new GroupSpec.Parties.All(), 0),
            new GroupSpec.BarrierSpec(
                "pair", new GroupSpec.Parties.Count(2), BARRIER_TIMEOUT_MILLIS),
            new GroupSpec.BarrierSpec("half", new GroupSpec.Parties.Percent(50), 0)),
        List.of(
            new GroupSpec.DecisionSpec(
                "release",
                List.of("go", "wait"),
                "",
                new TreeMap<>(Map.of("ada", 2)),
                60,
                DECISION_DEADLINE_MILLIS),
            new GroupSpec.DecisionSpec(
                "lead",
                List.of("go", "wait"),
                "leads",
                new TreeMap<>(),
                100,
                DECISION_DEADLINE_MILLIS)));
  }
}
