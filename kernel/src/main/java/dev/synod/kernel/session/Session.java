package dev.synod.kernel.session;

import dev.synod.kernel.Entity;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.value.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an agent's process or of a worker.
 *
 * @param agent null for a worker
 * @param holdings what ends or moves on when it ends
 */
public record Session(
    long id,
    String subject,
    @Nullable AgentRef agent,
    SessionSpec spec,
    Lanes lanes,
    Holdings holdings)
    implements Entity {

  /** The sequences by lane. */
  public record Lanes(Sequence critical, Sequence normal, Sequence bulk) {
    static final Lanes START = new Lanes(Sequence.START, Sequence.START, Sequence.START);

    public Sequence of(Lane lane) {
      return switch (lane) {
        case CRITICAL -> critical;
        case NORMAL -> normal;
        case BULK -> bulk;
      };
    }

    Lanes with(Lane lane, Sequence sequence) {
      return switch (lane) {
        case CRITICAL -> new Lanes(sequence, normal, bulk);
        case NORMAL -> new Lanes(critical, sequence, bulk);
        case BULK -> new Lanes(critical, normal, sequence);
      };
    }
  }

  /** Whether it is a worker's. */
  public boolean isWorker() {
    return agent == null;
  }

  /** Whether it may be given one more task. */
  public boolean hasRoom() {
    return holdings.tasks().size() < spec.concurrentTasks();
  }

  public Session with(Holdings changed) {
    return new Session(id, subject, agent, spec, lanes, changed);
  }

  Session numbered(Lane lane, Reply reply, long acknowledged) {
    var sequence = lanes.of(lane).append(reply, acknowledged);
    return new Session(id, subject, agent, spec, lanes.with(lane, sequence), holdings);
  }

  /**
   * Holdings are left out: they follow from tasks, barriers and runs, which count for themselves.
   */
  @Override
  public long fingerprint() {
    return new Fingerprint("session")
        .add(id)
        .add(lanes.critical.last())
        .add(lanes.normal.last())
        .add(lanes.bulk.last())
        .value();
  }

  @Override
  public String countedIn() {
    return spec.namespace();
  }
}
