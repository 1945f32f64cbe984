package dev.synod.simulator.raft;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Step;
import dev.synod.log.Tail;
import dev.synod.simulator.world.Fault;
import dev.synod.simulator.world.Node;
import dev.synod.simulator.world.Schedule;
import dev.synod.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A replica: Raft as in figure 2 of "In Search of an Understandable Consensus Algorithm" (Ongaro
 * and Ousterhout, 2014), with snapshots, ReadIndex (Ongaro's thesis, 6.4), and votes refused while
 * a leader is heard (4.2.3). The kernel's state, the tail and the leader's clock are the real ones.
 */
public final class Replica extends Node {
  private static final long ELECTION_MICROS_MIN = 150 * Schedule.MILLI;
  private static final long ELECTION_MICROS_MAX = 300 * Schedule.MILLI;
  private static final long HEARTBEAT_MICROS = 75 * Schedule.MILLI;
  private static final long SILENCE_MICROS_MAX = 2 * ELECTION_MICROS_MAX;
  private static final long SYNC_MICROS_MEAN = 500;
  private static final int ENTRIES_PER_MESSAGE_MAX = 64;
  private static final int ENTRIES_PER_SNAPSHOT = 400;
  private static final int SNAPSHOT_UNREADABLE_PER_10_000 = 2_000;

  private final World world;
  private final Rules rules;
  private final Observer observer;
  private final Disk disk = new Disk();
  private final Machine machine;
  private final List<Replica> others = new ArrayList<>();
  private Gateway gateway;
  private @Nullable Leadership leadership;
  private @Nullable Replica leader;
  private Votes votes = new Votes(0);
  private boolean isCandidate;
  private long committedIndex;
  private long leaderHeardMicros;
  private long electionMicros;
  private long wallOffsetMillis;
  private long diskSlownessMicros;

  public Replica(String name, int number, World world, Rules rules, Observer observer) {
    super(name, number);
    this.world = world;
    this.rules = rules;
    this.observer = observer;
    this.machine = new Machine(this, rules, observer);
    this.gateway = new Gateway(this, world);
  }

  /** Lets it know the others, and begins. */
  public void join(List<Replica> members) {
    members.stream().filter(member -> member != this).forEach(others::add);
    votes = new Votes(members.size());
    started();
  }

  /** Sets its wall clock forward or back. */
  public void stepWallClock(long millis) {
    wallOffsetMillis += millis;
    world.count(Fault.CLOCK_JUMP);
  }

  /** Lets its disk take so much longer, at most. */
  public void slowDisk(long micros) {
    diskSlownessMicros = micros;
  }

  /** Its time of day, Unix milliseconds. */
  long wallMillis() {
    return World.START_MILLIS + now() / Schedule.MILLI + wallOffsetMillis;
  }

  public boolean leads() {
    return leadership != null && machine.appliedIndex() >= leadership.firstIndex();
  }

  public KernelState state() {
    return machine.state();
  }

  /** The last applied entry's. */
  public long appliedIndex() {
    return machine.appliedIndex();
  }

  public long term() {
    return disk.term();
  }

  /** Takes a client's request. */
  public void submit(ClientRequest request, Consumer<Response> answer) {
    if (leads()) {
      gateway.submit(request, answer);
    } else {
      answer.accept(new Response.NotHere(leader));
    }
  }

  /** A client's session shows that it lives. */
  public void heard(long session) {
    gateway.heard(session);
  }

  /** Answers a state that holds all that was acknowledged before; nothing where that is unknown. */
  public void read(Consumer<KernelState> answer) {
    Replica present = leader;
    if (leadership != null) {
      readIndex(index -> machine.whenAt(index, 0, answer));
    } else if (present != null) {
      world
          .network()
          .send(
              this,
              present,
              () ->
                  present.readIndex(
                      index ->
                          world
                              .network()
                              .send(present, this, () -> machine.whenAt(index, 0, answer))));
    }
  }

  /** Answers as soon as a revision is reached. */
  public void readAt(long revision, Consumer<KernelState> answer) {
    machine.whenAt(0, revision, answer);
  }

  /** The events after a revision, as far as this replica has them. */
  public Tail.Page watch(long revision, int max) {
    return rules.watch(machine.tail(), revision, max);
  }

  private void readIndex(LongConsumer then) {
    Leadership present = leadership;
    if (present == null || !leads()) {
      return;
    }
    if (!rules.isLeadershipConfirmedBeforeReading()) {
      then.accept(committedIndex);
      return;
    }
    present.read(committedIndex, then);
    present.confirm();
    present.followers().forEach(this::replicate);
  }

  @Override
  protected void killed() {
    leadership = null;
    leader = null;
    isCandidate = false;
    machine.forgetWaiting();
    gateway.forget();
    if (disk.crash(world.chance())) {
      world.count(Fault.TORN_DISK);
    }
    if (world.chance().of(SNAPSHOT_UNREADABLE_PER_10_000) && disk.spoilNewest()) {
      world.count(Fault.UNREADABLE_SNAPSHOT);
    }
  }

  @Override
  protected void started() {
    machine.restore(disk.newest());
    committedIndex = machine.appliedIndex();
    gateway = new Gateway(this, world);
    leaderHeardMicros = -SILENCE_MICROS_MAX;
    postponeElection();
    watchLeader();
  }

  private long now() {
    return world.schedule().nowMicros();
  }

  private void postponeElection() {
    electionMicros = now() + world.chance().between(ELECTION_MICROS_MIN, ELECTION_MICROS_MAX);
  }

  private void watchLeader() {
    world.after(
        this,
        Math.max(Schedule.MILLI, electionMicros - now()),
        () -> {
          if (leadership != null) {
            postponeElection();
          } else if (now() >= electionMicros) {
            stand();
          }
          watchLeader();
        });
  }

  private void stand() {
    disk.vote(disk.term() + 1, place());
    isCandidate = true;
    leader = null;
    votes.begin(place());
    postponeElection();
    long term = disk.term();
    long lastIndex = disk.lastIndex();
    long lastTerm = disk.lastTerm();
    for (Replica other : others) {
      world.network().send(this, other, () -> other.askedForVote(this, term, lastIndex, lastTerm));
    }
    leadWhenElected();
  }

  /** Its place among the members: replicas are the first nodes of the network. */
  private int place() {
    return (int) others.stream().filter(other -> other.name().compareTo(name()) < 0).count();
  }

  private void askedForVote(Replica candidate, long term, long lastIndex, long lastTerm) {
    if (leadership != null || now() < leaderHeardMicros + ELECTION_MICROS_MIN) {
      return;
    }
    if (term > disk.term()) {
      follow(term, null);
    }
    boolean isUpToDate =
        lastTerm > disk.lastTerm()
            || (lastTerm == disk.lastTerm() && lastIndex >= disk.lastIndex());
    boolean isFree = disk.isFreeFor(candidate.place()) || !rules.isVoteKept();
    if (term == disk.term() && isFree && isUpToDate) {
      disk.vote(term, candidate.place());
      postponeElection();
      world.network().send(this, candidate, () -> candidate.votedFor(this, term));
    }
  }

  private void votedFor(Replica voter, long term) {
    if (isCandidate && term == disk.term()) {
      votes.add(voter.place());
      leadWhenElected();
    }
  }

  private void leadWhenElected() {
    if (votes.areMajority()) {
      lead();
    }
  }

  private void lead() {
    isCandidate = false;
    leader = this;
    leadership = new Leadership(others, disk.lastIndex() + 1, now());
    world.trace().add(this, "leads in term", disk.term());
    observer.elected(this, disk.term());
    append(new Entry(disk.term(), disk.lastIndex() + 1, null, 0));
    beat(disk.term());
  }

  private void beat(long term) {
    Leadership present = leadership;
    if (present == null || term != disk.term()) {
      return;
    }
    if (!present.hasMajority(now() - SILENCE_MICROS_MAX)) {
      world.trace().add(this, "is not heard by a majority in term", term);
      follow(term, null);
      return;
    }
    present.followers().forEach(this::replicate);
    world.after(this, HEARTBEAT_MICROS, () -> beat(term));
  }

  /** Follows in a term, whoever leads it. */
  private void follow(long term, @Nullable Replica newLeader) {
    if (term > disk.term()) {
      disk.vote(term, Disk.NOBODY);
    }
    isCandidate = false;
    leader = newLeader;
    if (leadership != null) {
      leadership = null;
      postponeElection();
      gateway.leave();
    }
  }

  /** The index that the leader's next entry will have. */
  long nextIndex() {
    return disk.lastIndex() + 1;
  }

  /** Appends an entry as the leader, and lets the others have it. */
  void append(Entry entry) {
    disk.append(entry);
    sync(
        () -> {
          if (leadership != null) {
            commitWhatAMajorityHas();
          }
        });
    if (leadership != null) {
      for (Follower follower : leadership.followers()) {
        if (!follower.isAwaited()) {
          replicate(follower);
        }
      }
    }
  }

  private void sync(Runnable then) {
    long index = disk.lastIndex();
    long term = disk.lastTerm();
    long delay = world.chance().span(SYNC_MICROS_MEAN);
    if (diskSlownessMicros > 0) {
      delay += world.chance().between(0, diskSlownessMicros);
    }
    world.after(
        this,
        delay,
        () -> {
          disk.synced(index, term);
          then.run();
        });
  }

  private void replicate(Follower follower) {
    Leadership present = leadership;
    if (present == null) {
      return;
    }
    Replica to = follower.replica();
    long term = disk.term();
    long round = present.round();
    follower.sent();
    Checkpoint checkpoint = disk.newest();
    if (follower.nextIndex() <= disk.baseIndex() && checkpoint != null) {
      world.network().send(this, to, () -> to.installed(this, term, checkpoint, round));
      return;
    }
    long previous = follower.nextIndex() - 1;
    long previousTerm = disk.termAt(previous);
    List<Entry> entries = disk.from(previous + 1, ENTRIES_PER_MESSAGE_MAX);
    long committed = committedIndex;
    var append = new Append(term, previous, previousTerm, entries, committed, round);
    world.network().send(this, to, () -> to.appended(this, append));
  }

  /** Whether a message is of the present leader, who is followed then. */
  private boolean accepts(Replica from, long term) {
    if (term < disk.term()) {
      long newer = disk.term();
      world.network().send(this, from, () -> from.overtaken(newer));
      return false;
    }
    if (leader != from || term > disk.term()) {
      follow(term, from);
    }
    leaderHeardMicros = now();
    postponeElection();
    return true;
  }

  private void overtaken(long term) {
    if (term > disk.term()) {
      follow(term, null);
    }
  }

  private void appended(Replica from, Append append) {
    if (!accepts(from, append.term())) {
      return;
    }
    long previous = append.previousIndex();
    boolean isMissing =
        previous > disk.lastIndex()
            || (previous > disk.baseIndex() && disk.termAt(previous) != append.previousTerm());
    if (isMissing) {
      long hint = 1 + (previous > disk.lastIndex() ? disk.lastIndex() : committedIndex);
      world
          .network()
          .send(this, from, () -> from.refused(this, append.term(), hint, append.round()));
      return;
    }
    append.entries().forEach(this::take);
    long last = append.lastIndex();
    commit(Math.min(append.committedIndex(), last));
    Runnable acknowledge =
        () -> {
          if (disk.term() == append.term()) {
            world
                .network()
                .send(
                    this, from, () -> from.acknowledged(this, append.term(), last, append.round()));
          }
        };
    if (disk.syncedIndex() >= last || !rules.isSyncedBeforeAcknowledged()) {
      acknowledge.run();
    } else {
      sync(acknowledge);
    }
  }

  private void take(Entry entry) {
    if (entry.index() <= disk.baseIndex()) {
      return;
    }
    if (entry.index() <= disk.lastIndex()) {
      if (disk.termAt(entry.index()) == entry.term()) {
        return;
      }
      observer.truncated(this, entry.index(), committedIndex);
      disk.truncate(entry.index());
    }
    disk.append(entry);
  }

  private void installed(Replica from, long term, Checkpoint checkpoint, long round) {
    if (!accepts(from, term)) {
      return;
    }
    if (checkpoint.index() > committedIndex) {
      world.trace().add(this, "installs the snapshot of index", checkpoint.index());
      disk.install(checkpoint);
      machine.restore(checkpoint);
      committedIndex = checkpoint.index();
    }
    sync(
        () -> {
          if (disk.term() == term) {
            world
                .network()
                .send(this, from, () -> from.acknowledged(this, term, checkpoint.index(), round));
          }
        });
  }

  private void refused(Replica from, long term, long hint, long round) {
    Leadership present = leadership;
    if (present == null || term != disk.term()) {
      return;
    }
    Follower follower = present.of(from);
    boolean isAwaited = follower.isAwaited();
    follower.heard(now(), round);
    if (isAwaited && follower.lacks(hint)) {
      replicate(follower);
    }
  }

  private void acknowledged(Replica from, long term, long index, long round) {
    Leadership present = leadership;
    if (present == null || term != disk.term()) {
      return;
    }
    Follower follower = present.of(from);
    boolean isAwaited = follower.isAwaited();
    follower.heard(now(), round);
    follower.matches(index);
    present.confirm();
    commitWhatAMajorityHas();
    if (isAwaited && leadership == present && follower.nextIndex() <= disk.lastIndex()) {
      replicate(follower);
    }
  }

  private void commitWhatAMajorityHas() {
    Leadership present = leadership;
    if (present != null) {
      long index = present.committed(disk.syncedIndex());
      if (index > committedIndex && disk.termAt(index) == disk.term()) {
        commit(index);
      }
    }
  }

  private void commit(long throughIndex) {
    while (committedIndex < throughIndex) {
      Entry entry = disk.entry(++committedIndex);
      Step step = machine.apply(entry);
      if (leadership != null) {
        if (step != null) {
          gateway.applied(entry, step);
        }
        if (entry.index() == leadership.firstIndex()) {
          gateway.lead();
        }
      }
      Checkpoint newest = disk.newest();
      long since = newest == null ? 0 : newest.index();
      if (entry.index() - since >= ENTRIES_PER_SNAPSHOT) {
        disk.keep(machine.checkpoint());
      }
    }
  }
}
