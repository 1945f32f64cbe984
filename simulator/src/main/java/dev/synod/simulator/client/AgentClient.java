package dev.synod.simulator.client;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.barrier.BarrierCommand;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.proposal.ProposalCommand;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.task.Fence;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.task.TaskStatus;
import dev.synod.kernel.value.Value;
import dev.synod.simulator.world.Chance;
import dev.synod.simulator.world.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** An agent: it writes shared state, meets others at barriers, votes, and does tasks. */
public final class AgentClient extends SessionClient {
  private static final long THINKING_MICROS_MEAN = 700 * Schedule.MILLI;
  private static final long WORKING_MICROS_MEAN = 2 * Schedule.SECOND;
  private static final long MEETING_MICROS = 30 * Schedule.SECOND;
  private static final int OPEN_PROPOSALS_MAX = 20;

  private final AgentRef ref;
  private final List<Long> proposals = new ArrayList<>();
  private long values;

  public AgentClient(String name, int number, Surroundings around) {
    super(name, number, new AgentRef(Names.NAMESPACE, name).subject(), around);
    this.ref = new AgentRef(Names.NAMESPACE, name);
  }

  @Override
  SessionCommand.OpenSession opening() {
    return new SessionCommand.OpenSession(
        ref.namespace(), ref.name(), new TreeSet<>(), 0, TTL_MILLIS);
  }

  @Override
  void opened() {
    think(session());
  }

  @Override
  void closed() {
    proposals.clear();
  }

  @Override
  void happened(Recorded recorded) {
    switch (recorded.event()) {
      case TaskEvent.TaskAssigned e -> {
        if (e.session() == session()) {
          work(e.id(), recorded.revision());
        }
      }
      case ProposalEvent.ProposalOpened e -> {
        if (proposals.size() == OPEN_PROPOSALS_MAX) {
          proposals.removeFirst();
        }
        proposals.add(e.id());
      }
      default -> {}
    }
  }

  @Override
  void compacted(KernelState state) {
    for (Task task : state.tasks().table().values()) {
      Task.Lease lease = task.lease();
      if (task.status() == TaskStatus.ASSIGNED && lease != null && lease.session() == session()) {
        work(task.id(), lease.token());
      }
    }
  }

  private void think(long in) {
    world()
        .after(
            this,
            world().chance().span(THINKING_MICROS_MEAN),
            () -> {
              if (session() == in) {
                act(() -> think(in));
              }
            });
  }

  private void act(Runnable then) {
    Chance chance = world().chance();
    switch ((int) chance.between(0, 9)) {
      case 0, 1, 2 -> compareAndSet(chance.pick(Names.REGISTERS), then);
      case 3, 4 ->
          write(
              chance.pick(Names.COUNTERS),
              new Write.Add((Value.Num) Value.of(1)),
              DocumentCommand.ANY,
              then);
      case 5 -> write(chance.pick(Names.FREE), new Write.Put(value()), DocumentCommand.ANY, then);
      case 6, 7 -> arrive(then);
      case 8 -> vote(then);
      default -> read(_ -> then.run());
    }
  }

  private Value value() {
    return Value.of("%s-%d-%d".formatted(ref.name(), life(), values++));
  }

  private void compareAndSet(String key, Runnable then) {
    long in = session();
    read(
        state -> {
          if (session() != in) {
            return;
          }
          Document present = state.documents().get(Names.GROUP, key);
          long revision = present == null ? DocumentCommand.ABSENT : present.revision();
          write(key, new Write.Put(value()), revision, then);
        });
  }

  private void write(String key, Write write, long expectedRevision, Runnable then) {
    ask(
        Lane.NORMAL,
        new DocumentCommand.WriteDocument(Names.GROUP, key, write, expectedRevision),
        null,
        _ -> then.run());
  }

  private void arrive(Runnable then) {
    long meeting = world().schedule().nowMicros() / MEETING_MICROS;
    String barrier = meeting % 2 == 0 ? Names.BARRIER_OF_ALL : Names.BARRIER_OF_TWO;
    var key = new BarrierKey(Names.GROUP, barrier, "m" + meeting);
    ask(Lane.NORMAL, new BarrierCommand.ArriveAtBarrier(key, session()), null, _ -> then.run());
  }

  private void vote(Runnable then) {
    if (proposals.isEmpty()) {
      then.run();
      return;
    }
    ask(
        Lane.NORMAL,
        new ProposalCommand.CastBallot(
            Names.GROUP, proposals.removeFirst(), world().chance().pick(Names.OPTIONS), ""),
        null,
        _ -> then.run());
  }

  private void work(long task, long token) {
    long in = session();
    world()
        .after(
            this,
            world().chance().span(WORKING_MICROS_MEAN),
            () -> {
              if (session() == in) {
                finish(task, token);
              }
            });
  }

  private void finish(long task, long token) {
    switch ((int) world().chance().between(0, 19)) {
      case 0 -> {
        // It forgets its task, which ends by its time-out.
      }
      case 1, 2 ->
          ask(
              Lane.CRITICAL,
              new TaskCommand.FailTask(
                  Names.GROUP,
                  task,
                  session(),
                  token,
                  new Fault(Fault.RUNTIME, 500, "It broke", "as things do"),
                  true),
              null,
              _ -> {});
      default -> {
        var report =
            new DocumentCommand.WriteDocument(
                Names.GROUP, "last/report", new Write.Put(value()), DocumentCommand.ANY);
        ask(Lane.CRITICAL, report, new Fence(task, token), _ -> {});
        ask(
            Lane.CRITICAL,
            new TaskCommand.CompleteTask(Names.GROUP, task, session(), token, value()),
            null,
            _ -> {});
      }
    }
  }
}
