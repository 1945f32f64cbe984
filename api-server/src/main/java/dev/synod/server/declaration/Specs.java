package dev.synod.server.declaration;

import dev.synod.kernel.agent.AgentSpec;
import dev.synod.kernel.agent.Capability;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.GroupSpec.BarrierSpec;
import dev.synod.kernel.group.GroupSpec.DecisionSpec;
import dev.synod.kernel.group.GroupSpec.Parties;
import dev.synod.kernel.group.GroupSpec.Role;
import dev.synod.kernel.group.GroupSpec.StateKey;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.value.Value;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Specs of custom resources in the kernel's terms. */
public final class Specs {
  private static final String ROOT = "spec";
  private static final int CONCURRENT_TASKS_DEFAULT = 4;
  private static final int QUEUED_TASKS_DEFAULT = 64;
  private static final int QUORUM_PERCENT_DEFAULT = 50;
  private static final long DECISION_MILLIS_DEFAULT = 60_000;

  private Specs() {}

  /**
   * An Agent's spec.
   *
   * @param labels of the resource
   * @throws SpecException where it can't be understood
   */
  public static AgentSpec agent(Value spec, SortedMap<String, String> labels, String clientId) {
    Fields fields = Fields.of(ROOT, spec);
    Fields capacity = fields.at("capacity");
    return new AgentSpec(
        labels,
        fields.list("capabilities").stream()
            .map(
                capability ->
                    new Capability(
                        capability.text("name"), capability.optionalText("version").orElse("")))
            .toList(),
        capacity.number("concurrentTasks", CONCURRENT_TASKS_DEFAULT),
        capacity.number("queuedTasks", QUEUED_TASKS_DEFAULT),
        clientId);
  }

  /**
   * A CoordinationGroup's spec.
   *
   * @throws SpecException where it can't be understood
   */
  public static GroupSpec group(Value spec) {
    Fields fields = Fields.of(ROOT, spec);
    Fields members = fields.at("members");
    return new GroupSpec(
        members.at("selector").textMap("matchLabels"),
        members.number("minimum", 1),
        members.list("roles").stream()
            .map(role -> new Role(role.text("name"), role.at("selector").textMap("matchLabels")))
            .toList(),
        fields.at("state").list("keys").stream()
            .map(key -> new StateKey(key.text("prefix"), merge(key)))
            .toList(),
        fields.list("barriers").stream().map(Specs::barrier).toList(),
        fields.list("decisions").stream().map(Specs::decision).toList());
  }

  private static MergePolicy merge(Fields key) {
    try {
      return MergePolicy.of(key.text("merge"));
    } catch (IllegalArgumentException e) {
      throw new SpecException(String.valueOf(e.getMessage()));
    }
  }

  private static BarrierSpec barrier(Fields barrier) {
    return new BarrierSpec(
        barrier.text("name"),
        parties(barrier.at("parties")),
        barrier.durationMillis("timeout").orElse(0L));
  }

  private static Parties parties(Fields parties) {
    if (parties.has("count")) {
      return new Parties.Count(parties.number("count", 1));
    }
    if (parties.has("percent")) {
      return new Parties.Percent(parties.number("percent", 100));
    }
    return new Parties.All();
  }

  private static DecisionSpec decision(Fields decision) {
    Fields electorate = decision.at("electorate");
    var weights = new TreeMap<String, Integer>();
    electorate
        .list("weights")
        .forEach(weight -> weights.put(weight.text("agent"), weight.number("weight", 1)));
    return new DecisionSpec(
        decision.text("name"),
        decision.texts("options"),
        electorate.optionalText("role").orElse(""),
        Collections.unmodifiableSortedMap(weights),
        decision.number("quorumPercent", QUORUM_PERCENT_DEFAULT),
        decision.durationMillis("deadline").orElse(DECISION_MILLIS_DEFAULT));
  }

  /** The name in a reference such as {@code groupRef}. */
  public static String reference(Value spec, String field) {
    return Fields.of(ROOT, spec).at(field).text("name");
  }

  /** A field of free JSON; an empty object where absent. */
  public static Value free(Value spec, String field) {
    return Fields.of(ROOT, spec).value(field).orElse(dev.synod.kernel.value.Values.EMPTY);
  }
}
