package dev.synod.simulator.client;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.log.Tail;
import dev.synod.simulator.raft.Replica;
import dev.synod.simulator.world.Schedule;
import java.util.function.Consumer;

/** Follows events over replicas: each page resumes behind the last event that was seen. */
final class Watch {
  private static final int EVENTS_PER_PAGE_MAX = 100;
  private static final long POLL_MICROS_MEAN = 400 * Schedule.MILLI;
  private static final long ANSWER_MICROS_MAX = Schedule.SECOND;
  private static final int MOVES_PER_10_000 = 300;

  private final Client client;
  private final Consumer<Recorded> onEvent;
  private final Consumer<KernelState> onCompacted;
  private Replica replica;
  private long afterRevision;
  private long polls;
  private boolean isOpen = true;

  /**
   * A watch behind a revision.
   *
   * @param onCompacted is given a state to begin anew from
   */
  Watch(
      Client client,
      long afterRevision,
      Consumer<Recorded> onEvent,
      Consumer<KernelState> onCompacted) {
    this.client = client;
    this.afterRevision = afterRevision;
    this.onEvent = onEvent;
    this.onCompacted = onCompacted;
    this.replica = client.anyReplica();
    poll();
  }

  void close() {
    isOpen = false;
  }

  private void poll() {
    if (!isOpen) {
      return;
    }
    long number = ++polls;
    Replica from = replica;
    long after = afterRevision;
    var network = client.world().network();
    network.send(
        client,
        from,
        () -> {
          Tail.Page page = from.watch(after, EVENTS_PER_PAGE_MAX);
          network.send(from, client, () -> answered(number, page));
        });
    client
        .world()
        .after(
            client,
            ANSWER_MICROS_MAX,
            () -> {
              if (polls == number) {
                replica = client.anyReplica();
                poll();
              }
            });
  }

  private void answered(long number, Tail.Page page) {
    if (number != polls || !isOpen) {
      return;
    }
    long next = ++polls;
    client.observer().watched(client, afterRevision, page);
    if (client.world().chance().of(MOVES_PER_10_000)) {
      replica = client.anyReplica();
    }
    if (page.compacted()) {
      client.read(
          state -> {
            afterRevision = state.clock().revision();
            onCompacted.accept(state);
            poll();
          });
      return;
    }
    for (Recorded event : page.events()) {
      afterRevision = event.revision();
      if (isOpen) {
        onEvent.accept(event);
      }
    }
    boolean hasMore = page.events().size() == EVENTS_PER_PAGE_MAX;
    client
        .world()
        .after(
            client,
            hasMore ? 1 : client.world().chance().span(POLL_MICROS_MEAN),
            () -> {
              if (polls == next) {
                poll();
              }
            });
  }
}
