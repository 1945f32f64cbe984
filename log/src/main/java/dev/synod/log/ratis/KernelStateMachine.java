package dev.synod.log.ratis;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Step;
import dev.synod.log.Applied;
import dev.synod.log.Tail;
import dev.synod.log.entry.EntryCodec;
import dev.synod.log.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Applies committed entries to the kernel's state, one after another, and publishes each state as
 * an immutable value. It never writes a snapshot itself: it answers how far finished ones allow the
 * log to be purged.
 */
final class KernelStateMachine extends BaseStateMachine {
  private final EntryCodec entries;
  private final SnapshotStore store;
  private final Tail tail;
  private final InFlights inFlights;
  private final Effects effects;

  private @Nullable RaftStorage storage;
  private volatile AppliedState applied =
      new AppliedState(KernelState.EMPTY, TermIndex.valueOf(0, RaftLog.INVALID_LOG_INDEX));

  /** The state and the entry that made it. */
  record AppliedState(KernelState state, TermIndex at) {}

  /** What the rest of the replica does about applied entries and changes of role. */
  interface Effects {
    /** On the thread that applies; must not block for long. */
    void applied(Applied entry, @Nullable InFlight waiting);

    /** The state is a snapshot's, and the journal may lack what led to it. */
    void restored(Snapshot snapshot);

    /** This replica leads, and has applied all that earlier leaders committed. */
    void leading(KernelState state);
  }

  KernelStateMachine(
      EntryCodec entries, SnapshotStore store, Tail tail, InFlights inFlights, Effects effects) {
    this.entries = entries;
    this.store = store;
    this.tail = tail;
    this.inFlights = inFlights;
    this.effects = effects;
  }

  AppliedState current() {
    return applied;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage raftStorage)
      throws IOException {
    super.initialize(server, groupId, raftStorage);
    getLifeCycle()
        .startAndTransition(
            () -> {
              storage = raftStorage;
              restore(store.open(raftStorage));
            });
  }

  /** Called after a leader's snapshot was installed, while nothing is applied. */
  @Override
  public void reinitialize() throws IOException {
    RaftStorage present = storage;
    if (present != null) {
      store.loadLatestSnapshot();
      restore(store.open(present));
    }
    if (getLifeCycleState() == LifeCycle.State.PAUSED) {
      getLifeCycle().transition(LifeCycle.State.STARTING);
      getLifeCycle().transition(LifeCycle.State.RUNNING);
    }
  }

  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  private void restore(@Nullable Snapshot snapshot) {
    if (snapshot == null) {
      return;
    }
    TermIndex at = TermIndex.valueOf(snapshot.header().term(), snapshot.header().index());
    applied = new AppliedState(snapshot.state(), at);
    setLastAppliedTermIndex(at);
    tail.restore(snapshot.tail());
    effects.restored(snapshot);
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return store;
  }

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) {
    InFlight waiting = inFlights.find(request.getClientId(), request.getCallId());
    if (waiting != null) {
      waiting.appending();
    }
    return TransactionContext.newBuilder()
        .setStateMachine(this)
        .setClientRequest(request)
        .setStateMachineContext(waiting)
        .build();
  }

  @Override
  public TransactionContext cancelTransaction(TransactionContext transaction) {
    if (transaction.getStateMachineContext() instanceof InFlight waiting) {
      waiting.withdrawn();
    }
    return transaction;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    StateMachineLogEntryProto data = entry.getStateMachineLogEntry();
    InFlight waiting = inFlights.find(data);
    Batch batch =
        waiting == null
            ? entries.decode(entry.getIndex(), data.getLogData().toByteArray())
            : waiting.batchAt(entry.getIndex());
    KernelState before = applied.state();
    Step step = Kernel.apply(before, batch);
    applied = new AppliedState(step.state(), TermIndex.valueOf(entry.getTerm(), entry.getIndex()));
    updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    int bytes = data.getLogData().size();
    tail.append(events(step), bytes);
    effects.applied(new Applied(batch, before.audit(), step, entry.getTerm(), bytes), waiting);
    return CompletableFuture.completedFuture(Message.EMPTY);
  }

  private static List<Recorded> events(Step step) {
    var events = new ArrayList<Recorded>(step.outcomes().size());
    for (Outcome outcome : step.outcomes()) {
      events.addAll(outcome.events());
    }
    return List.copyOf(events);
  }

  @Override
  public CompletableFuture<Message> query(Message request) {
    return CompletableFuture.completedFuture(Message.EMPTY);
  }

  @Override
  public void notifyLeaderReady() {
    effects.leading(applied.state());
  }

  /** How far the log may be purged; written snapshots are on disk before they count here. */
  @Override
  public long takeSnapshot() throws IOException {
    TermIndex older = store.older();
    return older == null ? RaftLog.INVALID_LOG_INDEX : older.getIndex();
  }

  @Override
  public void close() {
    if (!getLifeCycleState().isClosingOrClosed()) {
      getLifeCycle().transition(LifeCycle.State.CLOSING);
      getLifeCycle().transition(LifeCycle.State.CLOSED);
    }
  }
}
