package dev.synod.kernel.invariant;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.Sessions;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskStatus;
import dev.synod.kernel.task.Tasks;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeSet;

/** What holds of sessions and tasks. */
final class WorkInvariants {
  private WorkInvariants() {}

  static void check(KernelState state) {
    HashMap<Sessions.Capable, TreeSet<Long>> capable = HashMap.empty();
    HashMap<String, TreeSet<Long>> bySubject = HashMap.empty();
    for (Session session : state.sessions().table().values()) {
      held(state, session);
      for (String capability : session.spec().capabilities()) {
        var key = new Sessions.Capable(session.spec().namespace(), capability);
        capable = capable.put(key, capable.getOrElse(key, TreeSet.empty()).add(session.id()));
      }
      bySubject =
          bySubject.put(
              session.subject(),
              bySubject.getOrElse(session.subject(), TreeSet.empty()).add(session.id()));
    }
    Check.same(state.sessions().capable(), capable, "Sessions by capability");
    Check.same(state.sessions().bySubject(), bySubject, "Sessions by subject");
    HashMap<Task.QueueKey, TreeSet<Tasks.Slot>> queues = HashMap.empty();
    for (Task task : state.tasks().table().values()) {
      task(state, task);
      if (task.status() == TaskStatus.QUEUED) {
        var slot = new Tasks.Slot(task.spec().priority().rank(), task.id());
        queues =
            queues.put(task.queue(), queues.getOrElse(task.queue(), TreeSet.empty()).add(slot));
      }
    }
    Check.same(state.tasks().queues(), queues, "Queues");
  }

  private static void held(KernelState state, Session session) {
    var holdings = session.holdings();
    Check.that(
        holdings.tasks().size() <= session.spec().concurrentTasks(),
        "Session %s has more than it can",
        session);
    for (long id : holdings.tasks()) {
      Task task = state.tasks().get(id);
      Check.that(
          task != null
              && task.status() == TaskStatus.ASSIGNED
              && task.lease() != null
              && task.lease().session() == session.id(),
          "Session %s holds task %s",
          session,
          task);
    }
    for (BarrierKey key : holdings.seats()) {
      Barrier barrier = state.barriers().get(key);
      Check.that(
          barrier != null
              && barrier.status() == BarrierStatus.WAITING
              && barrier.arrived().containsValue(session.id()),
          "Session %s holds a seat at %s",
          session.id(),
          barrier);
    }
    for (RunRef ref : holdings.runs()) {
      Run run = state.runs().get(ref);
      Check.that(
          run != null && run.phase() == RunPhase.RUNNING && run.driver().session() == session.id(),
          "Session %s drives %s",
          session.id(),
          run);
    }
  }

  private static void task(KernelState state, Task task) {
    Task.Lease lease = task.lease();
    Check.that(task.attempt() <= task.spec().attemptsMax(), "Too many attempts: %s", task);
    switch (task.status()) {
      case ASSIGNED -> {
        Session holder = lease == null ? null : state.sessions().get(lease.session());
        Check.that(
            holder != null && holder.holdings().tasks().contains(task.id()),
            "No session holds %s",
            task);
      }
      case QUEUED -> {
        Check.that(lease == null, "A lease of waiting task %s", task);
        idle(state, task);
      }
      case COMPLETED -> Check.that(task.output() != null, "No output of %s", task);
      case FAILED, EXPIRED -> Check.that(task.fault() != null, "No fault of %s", task);
      case CANCELLED -> {}
    }
  }

  /** Nobody who could do a task is idle while it waits. */
  private static void idle(KernelState state, Task task) {
    Group group = state.groups().get(task.spec().group());
    for (long id : state.sessions().capable(task.queue().namespace(), task.spec().capability())) {
      Session session = state.sessions().table().require(id);
      String agent = session.agent() == null ? "" : session.agent().name();
      boolean eligible =
          session.isWorker()
              || (group != null
                  && group.hasMember(agent)
                  && (task.spec().agent().isEmpty() || task.spec().agent().equals(agent)));
      Check.that(!eligible || !session.hasRoom(), "%s waits beside idle %s", task, session);
    }
  }
}
