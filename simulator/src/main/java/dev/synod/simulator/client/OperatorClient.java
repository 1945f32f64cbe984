package dev.synod.simulator.client;

import dev.synod.kernel.Command;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.agent.AgentSpec;
import dev.synod.kernel.agent.Capability;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.WorkflowRef;
import dev.synod.kernel.value.Value;
import dev.synod.simulator.raft.ClientRequest;
import dev.synod.simulator.world.Schedule;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operator: declares everything, then changes labels and policies now and then. */
public final class OperatorClient extends Client {
  private static final long CHANGE_MICROS_MEAN = 90 * Schedule.SECOND;
  private static final long BARRIER_MILLIS = 40_000;
  private static final long DECISION_MILLIS = 30_000;

  private final List<String> agents;
  private long generation = 1;
  private long policy = 1;

  public OperatorClient(String name, int number, List<String> agents, Surroundings around) {
    super(name, number, around);
    this.agents = agents;
  }

  @Override
  protected void started() {
    var commands = new ArrayDeque<Command>();
    for (String agent : agents) {
      commands.add(declare(agent, true));
    }
    commands.add(new GroupCommand.DeclareGroup(Names.GROUP, declaration(), group()));
    commands.add(
        new RunCommand.DeclareWorkflow(
            new WorkflowRef(Names.NAMESPACE, Names.WORKFLOW),
            declaration(),
            Names.GROUP,
            "sha256:ship",
            Value.of("ship")));
    activate(() -> declareAll(commands));
  }

  private void declareAll(ArrayDeque<Command> commands) {
    Command next = commands.poll();
    if (next == null) {
      wait(this::change);
    } else {
      askKeyed(Names.OPERATOR, next, _ -> declareAll(commands));
    }
  }

  private void wait(Runnable then) {
    world().after(this, world().chance().span(CHANGE_MICROS_MEAN), then);
  }

  private void change() {
    if (world().chance().of(4_000)) {
      activate(() -> wait(this::change));
    } else {
      generation++;
      Command command = declare(world().chance().pick(agents), world().chance().of(8_000));
      askKeyed(Names.OPERATOR, command, _ -> wait(this::change));
    }
  }

  private void activate(Runnable then) {
    var command = new PermitCommand.ActivatePolicy(policy++, "digest", 0, false);
    ask(new ClientRequest(Origin.SYSTEM, Numbering.NONE, null, command), _ -> then.run());
  }

  private Declaration declaration() {
    return new Declaration("u1", generation, "");
  }

  private Command declare(String name, boolean isMember) {
    List<Capability> capabilities =
        Names.CAPABILITIES.stream().map(capability -> new Capability(capability, "")).toList();
    return new AgentCommand.DeclareAgent(
        new AgentRef(Names.NAMESPACE, name),
        declaration(),
        new AgentSpec(
            new TreeMap<>(Map.of("team", isMember ? "red" : "blue")), capabilities, 2, 64, "c"));
  }

  private static GroupSpec group() {
    return new GroupSpec(
        new TreeMap<>(Map.of("team", "red")),
        1,
        List.of(),
        List.of(
            new GroupSpec.StateKey("strict/", MergePolicy.REJECT),
            new GroupSpec.StateKey("last/", MergePolicy.LAST_WRITER),
            new GroupSpec.StateKey("count/", MergePolicy.COUNTER)),
        List.of(
            new GroupSpec.BarrierSpec(
                Names.BARRIER_OF_ALL, new GroupSpec.Parties.All(), BARRIER_MILLIS),
            new GroupSpec.BarrierSpec(
                Names.BARRIER_OF_TWO, new GroupSpec.Parties.Count(2), BARRIER_MILLIS)),
        List.of(
            new GroupSpec.DecisionSpec(
                Names.DECISION, Names.OPTIONS, "", new TreeMap<>(), 50, DECISION_MILLIS)));
  }
}
