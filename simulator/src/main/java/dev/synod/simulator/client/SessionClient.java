package dev.synod.simulator.client;

import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Reply;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.task.Fence;
import dev.synod.simulator.raft.ClientRequest;
import dev.synod.simulator.world.Schedule;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client with a session: it numbers its requests per lane, one at a time, and watches. */
abstract class SessionClient extends Client {
  static final long TTL_MILLIS = 15_000;
  private static final long LIFE_SIGN_MICROS = 5 * Schedule.SECOND;
  private static final long REOPEN_MICROS = 500 * Schedule.MILLI;

  private final String subject;
  private Map<Lane, Line> lines = new EnumMap<>(Lane.class);
  private @Nullable Watch watch;
  private long session;

  /** The requests of a lane: one is asked, the others wait. */
  private static final class Line {
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
    private long number;
    private boolean isBusy;
  }

  private record Asked(Command command, @Nullable Fence fence, Consumer<Reply> then) {}

  SessionClient(String name, int number, String subject, Surroundings around) {
    super(name, number, around);
    this.subject = subject;
  }

  final String subject() {
    return subject;
  }

  /** The open session; 0 where there is none. */
  final long session() {
    return session;
  }

  @Override
  protected final void killed() {
    super.killed();
    forget();
  }

  @Override
  protected final void started() {
    open();
  }

  private void open() {
    askKeyed(
        subject,
        opening(),
        reply -> {
          if (reply instanceof Reply.Applied applied) {
            begin(applied.id());
          } else {
            world().after(this, REOPEN_MICROS, this::open);
          }
        });
  }

  private void begin(long id) {
    session = id;
    watch = new Watch(this, id, this::happened, this::compacted);
    live(id);
    opened();
  }

  private void live(long id) {
    if (session == id) {
      showLife(id);
      world().after(this, LIFE_SIGN_MICROS, () -> live(id));
    }
  }

  private void forget() {
    session = 0;
    lines = new EnumMap<>(Lane.class);
    if (watch != null) {
      watch.close();
      watch = null;
    }
    closed();
  }

  /** Asks in the session, after what was asked in the lane before. */
  final void ask(Lane lane, Command command, @Nullable Fence fence, Consumer<Reply> then) {
    Line line = lines.computeIfAbsent(lane, _ -> new Line());
    line.waiting.add(new Asked(command, fence, then));
    advance(lane, line);
  }

  private void advance(Lane lane, Line line) {
    if (line.isBusy || line.waiting.isEmpty() || session == 0) {
      return;
    }
    line.isBusy = true;
    Asked asked = line.waiting.remove();
    long in = session;
    long number = ++line.number;
    var numbering = new Numbering.Sequenced(in, lane, number, number - 1);
    ask(
        new ClientRequest(subject, numbering, asked.fence(), asked.command()),
        reply -> {
          if (session != in) {
            return;
          }
          if (refusal(reply) == Code.SESSION_GONE) {
            forget();
            open();
            return;
          }
          line.isBusy = false;
          asked.then().accept(reply);
          advance(lane, line);
        });
  }

  /** How it opens a session. */
  abstract SessionCommand.OpenSession opening();

  /** The session is open. */
  abstract void opened();

  /** The session is gone, and all that came with it. */
  abstract void closed();

  /** Something happened, somewhere. */
  abstract void happened(Recorded event);

  /** Events were missed; this is how things are. */
  abstract void compacted(KernelState state);
}
