package dev.synod.simulator.invariant;

import dev.synod.kernel.Batch;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.Step;
import dev.synod.kernel.invariant.BrokenInvariantException;
import dev.synod.kernel.invariant.Changes;
import dev.synod.kernel.invariant.StateInvariants;
import dev.synod.log.Tail;
import dev.synod.simulator.client.ClientObserver;
import dev.synod.simulator.raft.ClientRequest;
import dev.synod.simulator.raft.Entry;
import dev.synod.simulator.raft.Observer;
import dev.synod.simulator.raft.Replica;
import dev.synod.simulator.world.Node;
import dev.synod.simulator.world.Schedule;
import dev.synod.simulator.world.World;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds what replicas do and what clients are told to each other. The first replica to apply an
 * entry makes history; all others must repeat it.
 */
public final class Invariants implements Observer, ClientObserver {
  private static final int LOOK_EVERY_BATCHES = 1_000;
  private static final int POINTS_KEPT_MAX = 200_000;
  private static final int EVENTS_KEPT = 1 << 14;
  private static final long ANSWER_MICROS_MAX = 15 * Schedule.SECOND;
  private static final long WATCH_MICROS_MAX = 5 * Schedule.SECOND;

  private final World world;
  private final Tally tally = new Tally();
  private final Map<Long, Replica> leaders = new HashMap<>();
  private final LinkedHashMap<Long, Point> points = new LinkedHashMap<>();
  private final @Nullable Recorded[] events = new Recorded[EVENTS_KEPT];
  private final Promises promises = new Promises();
  private final Work work = new Work();
  private final Counters counters = new Counters();
  private final MerkleTree leaves = new MerkleTree();
  private final Map<Long, Open> open = new HashMap<>();
  private final Map<Node, Watched> watches = new LinkedHashMap<>();

  /** Of the states in which replicas are: what never changes has one digest. */
  private final IdentityHashMap<KernelState, Long> digests = new IdentityHashMap<>();

  private KernelState state = KernelState.EMPTY;
  private long digest = state.digest();
  private long numbers;
  private long seenRevision;
  private long batches;

  /** Where history stands behind an entry. */
  private record Point(long term, long digest) {}

  /** A request or read that is not answered yet; a read has none. */
  private record Open(
      Node client, int life, long sinceMicros, long floor, @Nullable ClientRequest request) {}

  /**
   * How far a client's watch was when it was told something last, if only that there is no more.
   */
  private record Watched(int life, long atMicros, long revision) {}

  public Invariants(World world) {
    this.world = world;
  }

  /** What was done so far. */
  public Tally tally() {
    return tally;
  }

  /** The newest state of history. */
  public KernelState state() {
    return state;
  }

  @Override
  public void elected(Replica replica, long term) {
    tally.election();
    Replica other = leaders.putIfAbsent(term, replica);
    Invariant.ONE_LEADER.check(other == null || other == replica, "Term:", term, other, replica);
  }

  @Override
  public void truncated(Replica replica, long fromIndex, long committedIndex) {
    Invariant.COMMITTED_STAYS.check(
        fromIndex > committedIndex, "Index thrown away, applied:", fromIndex, committedIndex);
  }

  @Override
  public void restored(Replica replica, long index, KernelState restored) {
    digests.clear();
    Point point = points.get(restored.clock().index());
    Invariant.REPLICAS_AGREE.check(
        point == null || point.digest() == restored.digest(), "Restored:", replica, index);
  }

  @Override
  public void applied(Replica replica, Entry entry, KernelState before, Step step) {
    KernelState after = step.state();
    var point = new Point(entry.term(), after.digest());
    Point first = points.putIfAbsent(entry.index(), point);
    if (first != null) {
      Invariant.REPLICAS_AGREE.check(
          first.equals(point), "At index:", replica, entry.index(), point, first);
    } else if (entry.index() > state.clock().index()) {
      Invariant.REPLICAS_AGREE.check(
          digest(before) == digest, "Applied to another state:", entry.index());
      digest = point.digest();
      makeHistory(Objects.requireNonNull(entry.batch()), before, step);
      if (points.size() > POINTS_KEPT_MAX) {
        points.pollFirstEntry();
      }
    }
    digests.remove(before);
    digests.put(after, point.digest());
  }

  private long digest(KernelState of) {
    Long known = digests.get(of);
    return known == null ? of.digest() : known;
  }

  private void makeHistory(Batch batch, KernelState before, Step step) {
    KernelState after = step.state();
    long passed = after.clock().timeMillis() - before.clock().timeMillis();
    Invariant.TIME_RISES.check(
        passed >= 0 && (passed <= Limits.TIME_JUMP_MILLIS_MAX || before.clock().timeMillis() == 0),
        "Milliseconds:",
        passed);
    Invariant.LIMITS_HOLD.check(
        batch.requests().size() <= Batch.REQUESTS_MAX, "Requests:", batch.requests().size());
    state = after;
    for (int place = 0; place < batch.requests().size(); place++) {
      request(batch.requests().get(place), step.outcomes().get(place));
    }
    Invariant.REVISION_RISES.check(
        after.clock().revision() == tally.events(), "Revision, events:", after.clock(), tally);
    if (++batches % LOOK_EVERY_BATCHES == 0) {
      look(before, after);
    }
  }

  private void request(Request request, Outcome outcome) {
    if (outcome.leaf().length() > 0) {
      leaves.add(outcome.leaf());
      if (outcome.reply() instanceof Reply.Applied) {
        work.accepted(request.command());
      }
    }
    promises.applied(request, outcome, state);
    for (Recorded event : outcome.events()) {
      Invariant.REVISION_RISES.check(
          event.revision() == tally.events() + 1, "Event behind:", event, tally.events());
      tally.event();
      events[(int) (event.revision() % EVENTS_KEPT)] = event;
      work.happened(event);
    }
  }

  private void look(KernelState before, KernelState after) {
    try {
      StateInvariants.check(after);
      Changes.check(before, after);
    } catch (BrokenInvariantException e) {
      throw Invariant.STATE_IS_SOUND.broken(String.valueOf(e.getMessage()));
    }
    Invariant.AUDIT_IS_WHOLE.check(
        after.audit().size() == leaves.size()
            && Arrays.equals(after.audit().root().toArray(), leaves.root()),
        "Leaves:",
        leaves.size(),
        after.audit().size());
    limits(after);
    tally.look();
  }

  private static void limits(KernelState after) {
    within(after.sessions().table().size(), Limits.SESSIONS_MAX, "Sessions");
    within(after.tasks().table().size(), Limits.TASKS_MAX, "Tasks");
    within(after.barriers().size(), Limits.BARRIERS_MAX, "Barriers");
    within(after.proposals().table().size(), Limits.PROPOSALS_MAX, "Proposals");
    within(after.runs().runs().size(), Limits.RUNS_MAX, "Runs");
    within(after.permits().table().size(), Limits.PERMITS_MAX, "Permits");
    within(after.keyed().size(), Limits.KEYED_OUTCOMES_MAX, "Keyed outcomes");
  }

  private static void within(int size, int max, String what) {
    Invariant.LIMITS_HOLD.check(size <= max, what, size, max);
  }

  @Override
  public long asked(Node client, ClientRequest request) {
    counters.asked(request.command());
    return open(client, request);
  }

  @Override
  public void told(long number, Reply reply) {
    Open asked = Objects.requireNonNull(open.remove(number));
    ClientRequest request = Objects.requireNonNull(asked.request());
    tally.told(request.command(), reply);
    counters.told(request, reply);
    if (reply instanceof Reply.Applied applied) {
      promises.told(request.subject(), request.numbering(), reply);
      if (!(request.numbering() instanceof Numbering.None)) {
        seenRevision = Math.max(seenRevision, applied.revision());
      }
    }
  }

  @Override
  public long reads(Node client) {
    return open(client, null);
  }

  @Override
  public void read(long number, KernelState found) {
    Open asked = Objects.requireNonNull(open.remove(number));
    tally.read();
    long revision = found.clock().revision();
    Invariant.READ_IS_FRESH.check(
        revision >= asked.floor(), "Read, known before:", asked.client(), revision, asked.floor());
    Point point = points.get(found.clock().index());
    Invariant.REPLICAS_AGREE.check(
        point == null || point.digest() == digest(found), "Read:", found.clock());
    seenRevision = Math.max(seenRevision, revision);
  }

  private long open(Node client, @Nullable ClientRequest request) {
    open.put(
        ++numbers,
        new Open(client, client.life(), world.schedule().nowMicros(), seenRevision, request));
    return numbers;
  }

  @Override
  public void watched(Node client, long afterRevision, Tail.Page page) {
    List<Recorded> seen = page.events();
    if (page.compacted()) {
      tally.compacted();
      Invariant.WATCH_IS_WHOLE.check(
          seen.isEmpty() && page.revision() > afterRevision,
          "Compacted, but not empty, or nothing is gone:",
          client,
          afterRevision,
          page);
    }
    for (int i = 0; i < seen.size(); i++) {
      Recorded event = seen.get(i);
      Invariant.WATCH_IS_WHOLE.check(
          event.revision() == afterRevision + 1 + i, "Behind:", client, afterRevision, i, event);
      Recorded held = events[(int) (event.revision() % EVENTS_KEPT)];
      Invariant.WATCH_IS_WHOLE.check(
          held != null && (held.revision() > event.revision() || held.equals(event)),
          "Not what happened:",
          client,
          event,
          held);
    }
    long through = afterRevision + seen.size();
    watches.put(
        client,
        new Watched(
            client.life(),
            world.schedule().nowMicros(),
            page.compacted() ? page.revision() : through));
    tally.watched(seen.size());
  }

  /**
   * What must hold at the end, after a time without faults.
   *
   * @param since the state in which that time began
   */
  public void atTheEnd(KernelState since, List<Replica> replicas, long quietMillis) {
    look(state, state);
    counters.check(state);
    long passed = state.clock().timeMillis() - since.clock().timeMillis();
    Invariant.TIME_GOES_ON.check(passed >= quietMillis / 2, "Milliseconds:", passed, quietMillis);
    for (Replica replica : replicas) {
      Invariant.RECOVERS.check(
          replica.appliedIndex() > since.clock().index(), "It did not catch up:", replica);
    }
    long now = world.schedule().nowMicros();
    watches.forEach(
        (client, last) -> {
          boolean isOpen =
              client.isUp()
                  && client.life() == last.life()
                  && now - last.atMicros() < WATCH_MICROS_MAX;
          Invariant.RECOVERS.check(
              !isOpen || last.revision() >= since.clock().revision(),
              "Its watch is not told of what happened:",
              client,
              last,
              since.clock());
        });
    for (Open one : open.values()) {
      boolean lives = one.client().isUp() && one.client().life() == one.life();
      Invariant.RECOVERS.check(
          !lives || now - one.sinceMicros() < ANSWER_MICROS_MAX,
          "Not answered:",
          one.client(),
          one.sinceMicros(),
          one.request());
    }
  }
}
