package dev.synod.simulator.client;

import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Reply;
import dev.synod.kernel.value.Bytes;
import dev.synod.simulator.raft.ClientRequest;
import dev.synod.simulator.raft.Replica;
import dev.synod.simulator.raft.Response;
import dev.synod.simulator.world.Node;
import dev.synod.simulator.world.Schedule;
import dev.synod.simulator.world.World;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process that asks replicas, again and again under the same number or key until it knows. */
public abstract class Client extends Node {
  private static final long ANSWER_MICROS_MIN = 150 * Schedule.MILLI;
  private static final long ANSWER_MICROS_MAX = Schedule.SECOND;
  private static final int READS_OF_LEADER_PER_10_000 = 5_000;
  private static final long PAUSE_MICROS_MIN = 20 * Schedule.MILLI;
  private static final long PAUSE_MICROS_MAX = 150 * Schedule.MILLI;

  private final Surroundings around;
  private Replica target;
  private long keys;

  Client(String name, int number, Surroundings around) {
    super(name, number);
    this.around = around;
    this.target = around.replicas().getFirst();
  }

  final World world() {
    return around.world();
  }

  final ClientObserver observer() {
    return around.observer();
  }

  final Replica anyReplica() {
    return world().chance().pick(around.replicas());
  }

  @Override
  protected void killed() {
    world().trace().add(this, "is killed", null);
  }

  /** Asks under a new idempotency key. */
  final void askKeyed(String subject, Command command, Consumer<Reply> then) {
    byte[] digest = {(byte) ++keys};
    String key = "%s-%d-%d".formatted(name(), life(), keys);
    var numbering = new Numbering.Keyed(key, Bytes.copyOf(digest));
    ask(new ClientRequest(subject, numbering, null, command), then);
  }

  /** Asks until it is told what became of the request. */
  final void ask(ClientRequest request, Consumer<Reply> then) {
    new Call(request, observer().asked(this, request), then).attempt();
  }

  /** Reads a state that holds all that anybody was told before. */
  final void read(Consumer<KernelState> then) {
    new Read(observer().reads(this), then).attempt();
  }

  /** Reads from any replica that has come as far as a revision. */
  final void readAt(long revision, Consumer<KernelState> then) {
    new ReadAt(revision, then).attempt();
  }

  /** Tells the leader, as far as it is known, that a session lives. */
  final void showLife(long session) {
    Replica to = target;
    world().network().send(this, to, () -> to.heard(session));
  }

  private void again(Runnable attempt) {
    world().after(this, world().chance().between(PAUSE_MICROS_MIN, PAUSE_MICROS_MAX), attempt);
  }

  private void lookFor(@Nullable Replica leader) {
    target = leader == null || leader == target ? anyReplica() : leader;
  }

  /** Something that is tried until it is answered. */
  private abstract class Attempts {
    private int attempts;
    private boolean isDone;

    final void attempt() {
      int number = ++attempts;
      send();
      world()
          .after(
              Client.this,
              world().chance().between(ANSWER_MICROS_MIN, ANSWER_MICROS_MAX),
              () -> {
                if (!isDone && attempts == number) {
                  lookFor(null);
                  attempt();
                }
              });
    }

    /** Whether this is the first answer. */
    final boolean isFirstAnswer() {
      boolean isFirst = !isDone;
      isDone = true;
      return isFirst;
    }

    final boolean isOpen() {
      return !isDone;
    }

    final void repeat() {
      int number = attempts;
      again(
          () -> {
            if (!isDone && attempts == number) {
              attempt();
            }
          });
    }

    abstract void send();
  }

  private final class Call extends Attempts {
    private final ClientRequest request;
    private final long number;
    private final Consumer<Reply> then;

    Call(ClientRequest request, long number, Consumer<Reply> then) {
      this.request = request;
      this.number = number;
      this.then = then;
    }

    @Override
    void send() {
      Replica to = target;
      var network = world().network();
      network.send(
          Client.this,
          to,
          () ->
              to.submit(
                  request,
                  response -> network.send(to, Client.this, () -> answered(to, response))));
    }

    private void answered(Replica from, Response response) {
      switch (response) {
        case Response.Done(Reply reply) -> {
          if (isToBeTriedAgain(reply)) {
            repeat();
          } else if (isFirstAnswer()) {
            target = from;
            observer().told(number, reply);
            then.accept(reply);
          }
        }
        case Response.NotHere(Replica leader) -> {
          if (isOpen()) {
            lookFor(leader);
            repeat();
          }
        }
        case Response.Unknown _ -> repeat();
      }
    }
  }

  private static boolean isToBeTriedAgain(Reply reply) {
    return reply instanceof Reply.Rejected rejected
        && switch (rejected.rejection().code()) {
          case PERMIT_REQUIRED, PERMIT_STALE, UNAVAILABLE -> true;
          default -> false;
        };
  }

  static @Nullable Code refusal(Reply reply) {
    return reply instanceof Reply.Rejected rejected ? rejected.rejection().code() : null;
  }

  private final class Read extends Attempts {
    private final long number;
    private final Consumer<KernelState> then;

    Read(long number, Consumer<KernelState> then) {
      this.number = number;
      this.then = then;
    }

    @Override
    void send() {
      Replica to = world().chance().of(READS_OF_LEADER_PER_10_000) ? target : anyReplica();
      var network = world().network();
      network.send(
          Client.this,
          to,
          () -> to.read(state -> network.send(to, Client.this, () -> answered(state))));
    }

    private void answered(KernelState state) {
      if (isFirstAnswer()) {
        observer().read(number, state);
        then.accept(state);
      }
    }
  }

  private final class ReadAt extends Attempts {
    private final long revision;
    private final Consumer<KernelState> then;

    ReadAt(long revision, Consumer<KernelState> then) {
      this.revision = revision;
      this.then = then;
    }

    @Override
    void send() {
      Replica to = anyReplica();
      var network = world().network();
      network.send(
          Client.this,
          to,
          () ->
              to.readAt(
                  revision,
                  state ->
                      network.send(
                          to,
                          Client.this,
                          () -> {
                            if (isFirstAnswer()) {
                              then.accept(state);
                            }
                          })));
    }
  }
}
