package dev.synod.kernel.simulation;

import dev.synod.kernel.Origin;
import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentSpec;
import dev.synod.kernel.agent.Capability;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.member.MemberCommand;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.WorkflowRef;
import dev.synod.kernel.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Agents, groups, workflows and policies as they are declared and taken back. */
final class Declarations {
  private static final String OPERATOR = "service:operator";
  private final World world;
  private final Dice dice;

  Declarations(World world) {
    this.world = world;
    this.dice = world.dice;
  }

  /** What a world begins with. */
  List<Wish> all() {
    var wishes = new ArrayList<Wish>();
    for (String namespace : World.NAMESPACES) {
      for (String name : World.AGENTS) {
        wishes.add(declare(new dev.synod.kernel.agent.AgentRef(namespace, name)));
      }
      for (String name : World.GROUPS) {
        wishes.add(declare(new GroupRef(namespace, name)));
      }
      for (String name : World.WORKFLOWS) {
        wishes.add(declare(new WorkflowRef(namespace, name)));
      }
    }
    return wishes;
  }

  Wish any() {
    return switch (dice.between(0, 9)) {
      case 0, 1, 2 -> declare(world.agent());
      case 3 -> declare(new GroupRef(dice.pick(World.NAMESPACES), dice.pick(World.GROUPS)));
      case 4, 5 -> declare(workflow());
      case 6 -> Wish.of(OPERATOR, new AgentCommand.RetractAgent(world.agent(), uid()));
      case 7 ->
          dice.chance(30)
              ? Wish.of(OPERATOR, new GroupCommand.RetractGroup(world.group(), uid()))
              : declare(world.group());
      case 8 -> Wish.of(OPERATOR, new RunCommand.RetractWorkflow(workflow(), uid()));
      default -> dice.chance(30) ? activate(dice.between(0, 2)) : ofCluster();
    };
  }

  private Wish ofCluster() {
    return switch (dice.between(0, 9)) {
      case 0 -> Wish.of(Origin.SYSTEM, new MemberCommand.AdmitMember(dice.pick("r1", "")));
      case 1 -> Wish.of(Origin.SYSTEM, new MemberCommand.DismissMember("r1"));
      default -> declare(world.agent());
    };
  }

  Wish activate(int steps) {
    return Wish.of(
        Origin.SYSTEM,
        new PermitCommand.ActivatePolicy(world.state.permits().policyRevision() + steps, "digest"));
  }

  private WorkflowRef workflow() {
    return new WorkflowRef(dice.pick(World.NAMESPACES), dice.pick(World.WORKFLOWS));
  }

  private String uid() {
    return dice.pick("u1", "u1", "u1", "u2");
  }

  private Declaration declaration() {
    return new Declaration(uid(), dice.between(1, 4), dice.pick("", "person:ann"));
  }

  private Wish declare(dev.synod.kernel.agent.AgentRef ref) {
    var capabilities = new ArrayList<Capability>();
    for (String name : World.CAPABILITIES) {
      if (dice.chance(60)) {
        capabilities.add(new Capability(name, dice.pick("", "v2")));
      }
    }
    var labels = new TreeMap<String, String>();
    labels.put("team", dice.pick("red", "red", "blue"));
    labels.put("role", dice.pick("lead", "hand"));
    return Wish.of(
        OPERATOR,
        new AgentCommand.DeclareAgent(
            ref,
            declaration(),
            new AgentSpec(labels, capabilities, dice.pick(0, 1, 2, 2), dice.between(0, 100), "c")));
  }

  private Wish declare(GroupRef ref) {
    SortedMap<String, String> selector = new TreeMap<>();
    if (dice.chance(60)) {
      selector.put("team", "red");
    }
    var keys = new ArrayList<GroupSpec.StateKey>();
    for (MergePolicy policy : MergePolicy.values()) {
      keys.add(new GroupSpec.StateKey(policy.word() + "/", policy));
    }
    var spec =
        new GroupSpec(
            selector,
            1,
            List.of(new GroupSpec.Role("leads", new TreeMap<>(java.util.Map.of("role", "lead")))),
            keys,
            List.of(
                new GroupSpec.BarrierSpec("all", new GroupSpec.Parties.All(), 0),
                new GroupSpec.BarrierSpec(
                    "some", new GroupSpec.Parties.Count(dice.between(0, 3)), 60_000),
                new GroupSpec.BarrierSpec("half", new GroupSpec.Parties.Percent(50), 20_000)),
            List.of(
                decision("go", "", dice.pick(0, 50, 100)),
                decision("lead", dice.pick("leads", "none"), 34)));
    return Wish.of(OPERATOR, new GroupCommand.DeclareGroup(ref, declaration(), spec));
  }

  private GroupSpec.DecisionSpec decision(String name, String role, int quorumPercent) {
    SortedMap<String, Integer> weights = new TreeMap<>();
    weights.put(dice.pick(World.AGENTS), dice.between(0, 3));
    return new GroupSpec.DecisionSpec(
        name,
        List.of("yes", "no", "later"),
        role,
        weights,
        quorumPercent,
        dice.pick(5_000, 90_000));
  }

  private Wish declare(WorkflowRef ref) {
    String text = dice.pick("one", "two");
    return Wish.of(
        OPERATOR,
        new RunCommand.DeclareWorkflow(
            ref,
            declaration(),
            new GroupRef(ref.namespace(), dice.pick(World.GROUPS)),
            "sha256:" + text,
            Value.of(text)));
  }
}
