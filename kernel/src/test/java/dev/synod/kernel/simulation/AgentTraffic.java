package dev.synod.kernel.simulation;

import dev.synod.kernel.Origin;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierCommand;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.ProposalCommand;
import dev.synod.kernel.proposal.ProposalKey;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Fence;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.task.TaskStatus;
import dev.synod.kernel.value.Value;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What agents, workers and people do all day: sessions, documents, barriers, votes, tasks. */
final class AgentTraffic {
  private final World world;
  private final Dice dice;

  AgentTraffic(World world) {
    this.world = world;
    this.dice = world.dice;
  }

  Wish any() {
    return switch (dice.between(0, 19)) {
      case 0, 1 -> openAgentSession();
      case 2 -> dice.chance(50) ? openAgentSession() : openWorkerSession();
      case 3 -> finishTask();
      case 4 -> endSession();
      case 5, 6, 7, 8 -> write();
      case 9, 10, 11 -> arrive();
      case 12 -> propose();
      case 13, 14 -> vote();
      case 15 -> finishTask();
      case 16, 17 -> submit();
      default -> finishTask();
    };
  }

  Wish openAgentSession() {
    AgentRef agent = world.agent();
    var capabilities = new TreeSet<String>();
    if (dice.chance(20)) {
      capabilities.add(dice.chance(20) ? "fly" : dice.pick(World.CAPABILITIES));
    }
    var command =
        new SessionCommand.OpenSession(
            agent.namespace(),
            agent.name(),
            capabilities,
            dice.chance(3) ? -1 : dice.pick(0, 0, 1, 2),
            dice.chance(3) ? 1 : dice.pick(1_000L, 30_000L));
    return Wish.of(dice.chance(3) ? world.agent().subject() : agent.subject(), command);
  }

  Wish openWorkerSession() {
    var capabilities = new TreeSet<String>();
    capabilities.add(dice.pick(SystemCapability.DRIVE_RUN, SystemCapability.CALL_HTTP));
    if (dice.chance(70)) {
      capabilities.addAll(SystemCapability.ALL);
    }
    return Wish.of(
        dice.chance(3) ? "person:ann" : World.WORKER,
        new SessionCommand.OpenSession("", "", capabilities, dice.between(0, 3), 30_000));
  }

  private Wish endSession() {
    var sessions = world.sessions(s -> true);
    if (sessions.isEmpty()) {
      return openAgentSession();
    }
    Session session = dice.pick(sessions);
    String namespace = session.spec().namespace();
    return dice.chance(50)
        ? Wish.of(Origin.SYSTEM, new SessionCommand.ExpireSession(namespace, session.id(), 30_001))
        : Wish.of(session.subject(), new SessionCommand.CloseSession(namespace, session.id()));
  }

  private Wish write() {
    GroupRef group = world.group();
    String key =
        dice.chance(4)
            ? dice.pick("", "undeclared")
            : dice.pick(MergePolicy.values()).word() + "/" + dice.between(1, 3);
    Document present = world.state.documents().get(group, key);
    long expected =
        switch (dice.between(0, 9)) {
          case 0, 1, 2 -> DocumentCommand.ANY;
          case 3 -> DocumentCommand.ABSENT;
          case 4 -> dice.between(1, 500);
          default -> present == null ? DocumentCommand.ABSENT : present.revision();
        };
    Write write =
        switch (dice.between(0, 7)) {
          case 0 -> new Write.Delete();
          case 1, 2 -> new Write.Merge(world.value());
          case 3, 4 -> new Write.Add((Value.Num) Value.of(dice.between(-3, 3)));
          default -> new Write.Put(world.value());
        };
    var command = new DocumentCommand.WriteDocument(group, key, write, expected);
    List<Task> held = world.tasks(TaskStatus.ASSIGNED, TaskStatus.COMPLETED);
    if (!held.isEmpty() && dice.chance(30)) {
      Task task = dice.pick(held);
      return new Wish(holder(task), command, new Fence(task.id(), token(task)));
    }
    return Wish.of(anybody(), command);
  }

  private String anybody() {
    return dice.chance(30) ? dice.pick(World.PEOPLE) : world.agent().subject();
  }

  private String holder(Task task) {
    Task.Lease lease = task.lease();
    Session session = lease == null ? null : world.state.sessions().get(lease.session());
    return session == null || dice.chance(4) ? anybody() : session.subject();
  }

  private long token(Task task) {
    Task.Lease lease = task.lease();
    return lease == null || dice.chance(4) ? dice.between(0, 500) : lease.token();
  }

  private Wish arrive() {
    var sessions = world.sessions(s -> !s.isWorker());
    if (sessions.isEmpty()) {
      return openAgentSession();
    }
    Session session = dice.pick(sessions);
    List<Barrier> barriers = world.barriers();
    BarrierKey key =
        barriers.isEmpty() || dice.chance(20)
            ? new BarrierKey(
                new GroupRef(session.spec().namespace(), dice.pick(World.GROUPS)),
                dice.pick("all", "some", "half", "none"),
                dice.chance(3) ? "a|b" : dice.pick(World.INSTANCES))
            : dice.pick(barriers).key();
    long id = dice.chance(4) ? dice.between(0, 500) : session.id();
    return Wish.of(session.subject(), new BarrierCommand.ArriveAtBarrier(key, id));
  }

  private Wish propose() {
    var key =
        new ProposalKey(
            world.group(),
            dice.pick("go", "lead", "none"),
            dice.chance(3) ? "" : dice.pick(World.INSTANCES));
    return Wish.of(
        anybody(), new ProposalCommand.OpenProposal(key, Value.of(dice.pick("a", "a", "b"))));
  }

  private Wish vote() {
    List<Proposal> proposals = world.proposals();
    if (proposals.isEmpty()) {
      return propose();
    }
    var open = proposals.stream().filter(p -> p.status() == ProposalStatus.OPEN).toList();
    Proposal proposal = dice.pick(open.isEmpty() || dice.chance(5) ? proposals : open);
    GroupRef group = dice.chance(3) ? world.group() : proposal.key().group();
    var voters = List.copyOf(proposal.terms().electorate().keySet());
    String voter =
        voters.isEmpty() || dice.chance(5)
            ? anybody()
            : new AgentRef(group.namespace(), dice.pick(voters)).subject();
    return Wish.of(
        voter,
        new ProposalCommand.CastBallot(
            group,
            proposal.id(),
            dice.chance(4) ? "maybe" : dice.pick("yes", "yes", "no", "later"),
            "so it is"));
  }

  private Wish submit() {
    return Wish.of(
        anybody(),
        new TaskCommand.SubmitTask(
            world.group(),
            dice.chance(4)
                ? dice.pick("", SystemCapability.CALL_HTTP, "fly")
                : dice.pick("read", "write", "test", "read@v2"),
            dice.chance(70) ? "" : dice.pick(World.AGENTS),
            world.value(),
            dice.pick(Priority.values()),
            dice.chance(3) ? -1 : dice.pick(0L, 0L, 500L, 120_000L),
            dice.chance(3) ? 0 : dice.between(1, 3)));
  }

  private Wish finishTask() {
    var tasks = world.tasks(TaskStatus.ASSIGNED);
    Task task = tasks.isEmpty() || dice.chance(6) ? anyTask() : dice.pick(tasks);
    if (task == null) {
      return submit();
    }
    long session =
        task.lease() == null || dice.chance(4) ? dice.between(0, 500) : task.lease().session();
    GroupRef group = task.spec().group();
    return Wish.of(
        holder(task),
        dice.chance(65)
            ? new TaskCommand.CompleteTask(group, task.id(), session, token(task), world.value())
            : new TaskCommand.FailTask(
                group, task.id(), session, token(task), fault(), dice.chance(60)));
  }

  private @Nullable Task anyTask() {
    var tasks = world.tasks(TaskStatus.values());
    return tasks.isEmpty() ? null : dice.pick(tasks);
  }

  static Fault fault() {
    return new Fault(Fault.RUNTIME, 500, "It broke", "as things do");
  }
}
