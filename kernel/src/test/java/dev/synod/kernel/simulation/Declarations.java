package dev.synod.kernel.simulation;

import dev.synod.kernel.Origin;
import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentSpec;
import dev.synod.kernel.agent.Capability;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.governance.Because;
import dev.synod.kernel.governance.GovernanceCommand;
import dev.synod.kernel.governance.RecordedDecision;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.member.MemberCommand;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.policy.FailurePolicy;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.policy.PolicyCommand;
import dev.synod.kernel.policy.PolicyControl;
import dev.synod.kernel.policy.PolicyMode;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.policy.PolicyScope;
import dev.synod.kernel.policy.PolicySpec;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.WorkflowRef;
import dev.synod.kernel.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
    return switch (dice.between(0, 12)) {
      case 0, 1, 2 -> declare(world.agent());
      case 3 -> declare(new GroupRef(dice.pick(World.NAMESPACES), dice.pick(World.GROUPS)));
      case 4, 5 -> declare(workflow());
      case 6 -> Wish.of(OPERATOR, new AgentCommand.RetractAgent(world.agent(), uid()));
      case 7 ->
          dice.chance(30)
              ? Wish.of(OPERATOR, new GroupCommand.RetractGroup(world.group(), uid()))
              : declare(world.group());
      case 8 -> Wish.of(OPERATOR, new RunCommand.RetractWorkflow(workflow(), uid()));
      case 9, 10, 11 -> policy();
      default -> dice.chance(30) ? activate(dice.between(0, 2)) : ofCluster();
    };
  }

  private Wish ofCluster() {
    return switch (dice.between(0, 9)) {
      case 0, 3 -> Wish.of(Origin.SYSTEM, new MemberCommand.AdmitMember(dice.pick("r1", "")));
      case 1 -> Wish.of(Origin.SYSTEM, new MemberCommand.DismissMember("r1"));
      case 2 -> Wish.of(Origin.SYSTEM, recorded());
      default -> declare(world.agent());
    };
  }

  /** What governance tells, sometimes nothing at all. */
  private GovernanceCommand recorded() {
    long now = world.state.clock().timeMillis();
    var because = new Because("agent_in_group", "no", "synod/authz.rego", 7, "denials contains x");
    var decision =
        new RecordedDecision(
            "d1",
            dice.chance(50),
            dice.pick(0, 1, 5),
            now - 1,
            now,
            new RecordedDecision.Question(
                dice.pick(World.PEOPLE),
                "task.submit",
                world.group().scope(),
                world.value(),
                List.of("resource.value")),
            new RecordedDecision.Answer(
                List.of(because),
                List.of(),
                world.state.permits().policyRevision(),
                world.state.permits().policyDigest()));
    return new GovernanceCommand.RecordDecisions(
        dice.chance(20) ? List.of() : List.of(decision), dice.pick(0, 0, 3));
  }

  Wish activate(int steps) {
    return Wish.of(
        Origin.SYSTEM,
        new PermitCommand.ActivatePolicy(
            world.state.permits().policyRevision() + steps,
            "digest",
            policies().changedAt(),
            policies().breakGlass() != null));
  }

  private Policies policies() {
    return world.state.permits().policies();
  }

  private Wish policy() {
    var ref = new PolicyRef(dice.pick(World.NAMESPACES), dice.pick("narrow", "strict"));
    return switch (dice.between(0, 9)) {
      case 0 -> Wish.of(OPERATOR, new PolicyCommand.RetractPolicy(ref, uid()));
      case 1, 2 -> {
        Policy present = policies().get(ref);
        long revision = present == null ? 0 : present.revision();
        yield Wish.of(
            Origin.SYSTEM, new PolicyCommand.RefusePolicy(ref, revision, dice.pick("", "no")));
      }
      case 3, 4 ->
          Wish.of(
              Origin.SYSTEM,
              new PolicyCommand.BeginBreakGlass(
                  dice.pick(World.PEOPLE),
                  dice.pick("locked out", "a mistake", " "),
                  dice.pick(0, 1_000, 40_000)));
      case 5 -> Wish.of(Origin.SYSTEM, new PolicyCommand.EndBreakGlass(dice.pick(World.PEOPLE)));
      default -> Wish.of(OPERATOR, declare(ref));
    };
  }

  private PolicyCommand declare(PolicyRef ref) {
    return new PolicyCommand.DeclarePolicy(
        ref,
        declaration(),
        new PolicySpec(
            new PolicyScope(
                new TreeSet<>(),
                new TreeSet<>(List.of("review")),
                new TreeSet<>(List.of("task.*"))),
            dice.pick(PolicyMode.values()),
            dice.pick(FailurePolicy.values()),
            world.value(),
            dice.pick("deny contains \"no\"", "warn contains \"no\""),
            List.of(new PolicyControl("ISO-42001", "A.6.2.8"))));
  }

  /** What is done to the audit trail. */
  Wish audit() {
    String person = dice.pick(World.PEOPLE);
    String hold = dice.pick("h1", "h2");
    String namespace = dice.pick("", dice.pick(World.NAMESPACES));
    long now = world.state.clock().timeMillis();
    return switch (dice.between(0, 5)) {
      case 5 ->
          Wish.of(
              person,
              new AuditCommand.RecordReport(
                  namespace,
                  new AuditCommand.Period("", ""),
                  List.of("namespace=" + namespace),
                  dice.between(0, 1),
                  1,
                  true,
                  ""));
      case 4 -> Wish.of(Origin.SYSTEM, new AuditCommand.AnnounceKeys(List.of("key")));
      case 0 ->
          Wish.of(person, new AuditCommand.ErasePayload(dice.between(0, 500), namespace, now, "r"));
      case 1 -> Wish.of(person, new AuditCommand.PlaceHold(hold, namespace, 0, now + 1, "r"));
      case 2 -> Wish.of(person, new AuditCommand.ReleaseHold(hold, dice.pick("r", "")));
      default -> Wish.of(Origin.SYSTEM, new AuditCommand.EndRetention(now));
    };
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
