package dev.synod.kernel.task;

import dev.synod.kernel.Draft;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SystemCapability;
import org.jspecify.annotations.Nullable;

/**
 * Gives waiting tasks to sessions: by capability, the least loaded first, the oldest session among
 * equals.
 */
public final class Assignment {
  private Assignment() {}

  /** Gives one waiting task to the best session, if any has room. */
  static void assign(Draft draft, long id) {
    Task task = draft.state().tasks().table().require(id);
    Session best = best(draft.state(), task);
    if (best != null) {
      give(draft, task, best);
    }
  }

  private static void give(Draft draft, Task task, Session session) {
    String agent = session.agent() == null ? "" : session.agent().name();
    draft.emit(new TaskEvent.TaskAssigned(task.spec().group(), task.id(), session.id(), agent));
  }

  private static @Nullable Session best(KernelState state, Task task) {
    Session best = null;
    for (long id : candidates(state, task)) {
      Session session = state.sessions().table().require(id);
      if (session.hasRoom() && eligible(state, task, session) && less(session, best)) {
        best = session;
      }
    }
    return best;
  }

  private static Iterable<Long> candidates(KernelState state, Task task) {
    return state.sessions().capable(task.queue().namespace(), task.spec().capability());
  }

  private static boolean eligible(KernelState state, Task task, Session session) {
    if (session.agent() == null) {
      return SystemCapability.ALL.contains(task.spec().capability());
    }
    Group group = state.groups().get(task.spec().group());
    return group != null
        && group.hasMember(session.agent().name())
        && (task.spec().agent().isEmpty() || task.spec().agent().equals(session.agent().name()));
  }

  /** Compares shares of the capacity without dividing. */
  private static boolean less(Session session, @Nullable Session best) {
    return best == null
        || (long) session.holdings().tasks().size() * best.spec().concurrentTasks()
            < (long) best.holdings().tasks().size() * session.spec().concurrentTasks();
  }

  /** Gives a session that has room what waits for it. */
  public static void drainSession(Draft draft, long id) {
    Session session = draft.state().sessions().get(id);
    if (session == null) {
      return;
    }
    if (session.agent() == null) {
      for (String capability : session.spec().capabilities()) {
        drainQueue(draft, id, new Task.QueueKey("", "", capability, ""));
      }
      return;
    }
    String agent = session.agent().name();
    for (GroupRef group : draft.state().groups().of(session.agent())) {
      for (String capability : session.spec().capabilities()) {
        String namespace = group.namespace();
        String name = group.name();
        drainQueue(draft, id, new Task.QueueKey(namespace, name, capability, agent));
        drainQueue(draft, id, new Task.QueueKey(namespace, name, capability, ""));
      }
    }
  }

  private static void drainQueue(Draft draft, long id, Task.QueueKey key) {
    var queue = draft.state().tasks().queue(key);
    while (!queue.isEmpty() && draft.state().sessions().table().require(id).hasRoom()) {
      Task task = draft.state().tasks().table().require(queue.head().task());
      give(draft, task, draft.state().sessions().table().require(id));
      queue = draft.state().tasks().queue(key);
    }
  }

  /** Gives the sessions of a namespace what waits for them, after a declaration changed. */
  public static void drainNamespace(Draft draft, String namespace) {
    for (Session session : draft.state().sessions().in(namespace)) {
      drainSession(draft, session.id());
    }
  }

  /** Moves on what a session held that ended. */
  public static void releaseAll(Draft draft, Session ended, String reason) {
    for (long task : ended.holdings().tasks()) {
      TaskDecision.release(draft, draft.state().tasks().table().require(task), reason);
    }
  }
}
