package dev.synod.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The state as a decision sees it while it is being made: each emitted event takes effect at once,
 * by the same evolution that replay uses. A draft whose command is rejected is thrown away.
 */
public final class Draft {
  private final Origin origin;
  private final List<Recorded> events = new ArrayList<>(2);
  private KernelState state;
  private long created;

  Draft(KernelState state, Origin origin) {
    this.state = state;
    this.origin = origin;
  }

  public KernelState state() {
    return state;
  }

  public Origin origin() {
    return origin;
  }

  /** Batch time, Unix milliseconds. */
  public long now() {
    return state.clock().timeMillis();
  }

  /**
   * The revision that the next event will carry: the id of what it creates, the token of what it
   * grants.
   */
  public long nextRevision() {
    return state.clock().revision() + 1;
  }

  /** Records an event and lets it take effect. */
  public void emit(Event event) {
    var recorded = new Recorded(nextRevision(), now(), event);
    state = Evolution.evolve(state, recorded);
    events.add(recorded);
  }

  /** Names what the command created, for its reply. */
  public void created(long id) {
    created = id;
  }

  Reply reply() {
    return new Reply.Applied(state.clock().revision(), created);
  }

  List<Recorded> events() {
    return List.copyOf(events);
  }
}
