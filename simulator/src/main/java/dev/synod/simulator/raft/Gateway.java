package dev.synod.simulator.raft;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.Scope;
import dev.synod.kernel.Step;
import dev.synod.kernel.permit.Permit;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.permit.PermitDecision;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.time.TimeCommand;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.batching.LeaderClock;
import dev.synod.log.entry.EntryCodec;
import dev.synod.log.entry.SynodTypes;
import dev.synod.simulator.world.Schedule;
import dev.synod.simulator.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a leader does with requests: finds permits, batches, lets time pass, ends silent sessions.
 */
final class Gateway {
  private static final EntryCodec CODEC = new EntryCodec(SynodTypes.registry());
  private static final int ENTRIES_IN_FLIGHT_MAX = 4;
  private static final long PERMIT_MILLIS = 600_000;
  private static final long TICK_MICROS = Schedule.SECOND;
  private static final long LOOK_MICROS = 50 * Schedule.MILLI;
  private static final long OWN_PAUSE_MICROS = 2 * Schedule.SECOND;

  private final Replica replica;
  private final World world;
  private final LeaderClock clock;
  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private final Map<Long, List<Queued>> inFlight = new HashMap<>();
  private final Map<PermitKey, Long> permits = new HashMap<>();
  private final Map<Long, Long> heardMicros = new HashMap<>();
  private long leadership;
  private long tickedMicros;
  private long lookedMicros;
  private boolean isLeading;

  private record PermitKey(String subject, String action, Scope scope) {}

  private record Queued(Bytes bytes, Consumer<Response> answer) {}

  Gateway(Replica replica, World world) {
    this.replica = replica;
    this.world = world;
    this.clock = new LeaderClock(replica::wallMillis, () -> world.schedule().nowMicros() * 1_000);
  }

  /** Begins to lead: all that earlier leaders committed is applied. */
  void lead() {
    isLeading = true;
    clock.lead(replica.state().clock().timeMillis());
    heardMicros.clear();
    permits.clear();
    lookedMicros = world.schedule().nowMicros();
    look(++leadership);
  }

  /** Leads no more: nobody here can know what becomes of what is in flight. */
  void leave() {
    isLeading = false;
    var unknown = new ArrayList<Queued>();
    inFlight.values().forEach(unknown::addAll);
    unknown.addAll(queue);
    forget();
    unknown.forEach(one -> one.answer().accept(new Response.Unknown()));
  }

  /** The process is killed: nobody is told anything. */
  void forget() {
    isLeading = false;
    inFlight.clear();
    queue.clear();
  }

  void heard(long session) {
    heardMicros.put(session, world.schedule().nowMicros());
  }

  void submit(ClientRequest request, Consumer<Response> answer) {
    if (request.numbering() instanceof Numbering.Sequenced numbering) {
      heard(numbering.session());
    }
    if (request.subject().equals(Origin.SYSTEM)) {
      enqueue(request, 0, answer);
      return;
    }
    Command command = request.command();
    var key = new PermitKey(request.subject(), command.action(), command.scope());
    long permit = permits.getOrDefault(key, 0L);
    if (isInForce(permit)) {
      enqueue(request, permit, answer);
    } else {
      grant(key, request, answer);
    }
  }

  private boolean isInForce(long id) {
    KernelState state = replica.state();
    Permit permit = state.permits().get(id);
    return permit != null
        && permit.policyRevision() == state.permits().policyRevision()
        && permit.epoch() == PermitDecision.epoch(state, permit.scope());
  }

  private void grant(PermitKey key, ClientRequest request, Consumer<Response> answer) {
    KernelState state = replica.state();
    var grant =
        new PermitCommand.GrantPermit(
            key.subject(),
            key.action(),
            key.scope(),
            state.permits().policyRevision(),
            PermitDecision.epoch(state, key.scope()),
            PERMIT_MILLIS,
            "d",
            null);
    system(
        grant,
        response -> {
          switch (response) {
            case Response.Done(Reply.Applied applied) -> {
              permits.put(key, applied.id());
              enqueue(request, applied.id(), answer);
            }
            case Response.Done(Reply.Rejected _) ->
                answer.accept(
                    new Response.Done(
                        new Reply.Rejected(
                            new Rejection(Code.UNAVAILABLE, "The policy changed meanwhile."))));
            case Response.NotHere _, Response.Unknown _ -> answer.accept(response);
          }
        });
  }

  private void system(Command command, Consumer<Response> answer) {
    enqueue(new ClientRequest(Origin.SYSTEM, Numbering.NONE, null, command), 0, answer);
  }

  private void enqueue(ClientRequest request, long permit, Consumer<Response> answer) {
    if (!isLeading) {
      answer.accept(new Response.Unknown());
      return;
    }
    var salt = new byte[] {(byte) world.chance().between(0, 255)};
    var origin =
        new Origin(
            request.subject(),
            request.numbering(),
            permit,
            request.fence(),
            Bytes.copyOf(salt),
            "");
    byte[] bytes = CODEC.encode(new Request(origin, request.command(), Bytes.EMPTY));
    queue.add(new Queued(Bytes.ofTrusted(bytes), answer));
    drain();
  }

  private void drain() {
    while (isLeading && !queue.isEmpty() && inFlight.size() < ENTRIES_IN_FLIGHT_MAX) {
      var taken = new ArrayList<Queued>();
      int size = 0;
      while (!queue.isEmpty() && taken.size() < Batch.REQUESTS_MAX) {
        Queued one = queue.remove();
        taken.add(one);
        size += one.bytes().length();
      }
      List<byte[]> requests = taken.stream().map(one -> one.bytes().trustedArray()).toList();
      byte[] entry = EntryCodec.entry(clock.nextMillis(), requests, size);
      long index = replica.nextIndex();
      inFlight.put(index, taken);
      replica.append(new Entry(replica.term(), index, CODEC.decode(index, entry), entry.length));
    }
  }

  /** Answers what an entry of this leadership has brought about. */
  void applied(Entry entry, Step step) {
    List<Queued> waiting = inFlight.remove(entry.index());
    if (waiting != null) {
      for (int place = 0; place < waiting.size(); place++) {
        Reply reply = step.outcomes().get(place).reply();
        waiting.get(place).answer().accept(new Response.Done(reply));
      }
      drain();
    }
  }

  private void look(long number) {
    if (!isLeading || number != leadership) {
      return;
    }
    long now = world.schedule().nowMicros();
    if (now - lookedMicros > OWN_PAUSE_MICROS) {
      heardMicros.clear();
    }
    lookedMicros = now;
    if (isTickDue(now)) {
      tickedMicros = now;
      system(new TimeCommand.Tick(), _ -> {});
    }
    for (Session session : replica.state().sessions().table().values()) {
      long silent = now - heardMicros.computeIfAbsent(session.id(), _ -> now);
      if (silent > session.spec().ttlMillis() * Schedule.MILLI) {
        heard(session.id());
        system(
            new SessionCommand.ExpireSession(
                session.spec().namespace(), session.id(), silent / Schedule.MILLI),
            _ -> {});
      }
    }
    world.after(replica, LOOK_MICROS, () -> look(number));
  }

  private boolean isTickDue(long now) {
    KernelState state = replica.state();
    long time = clock.nextMillis();
    return now - tickedMicros >= TICK_MICROS
        || state.nextDeadlineMillis() <= time
        || time - state.clock().timeMillis() > Limits.TIME_JUMP_MILLIS_MAX;
  }
}
