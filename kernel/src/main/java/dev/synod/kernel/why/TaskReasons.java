package dev.synod.kernel.why;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a task has not ended. */
final class TaskReasons {
  private final KernelState state;

  TaskReasons(KernelState state) {
    this.state = state;
  }

  Reason of(String step, Task task) {
    Task.Lease lease = task.lease();
    return lease == null ? waiting(step, task) : inWork(step, task, lease);
  }

  private static Reason.@Nullable Until until(Task task) {
    return Reason.Until.of(task.deadlineMillis(), "It times out.");
  }

  private static String on(Task task) {
    return "task/" + task.spec().capability();
  }

  private Reason inWork(String step, Task task, Task.Lease lease) {
    String holder = lease.agent().isEmpty() ? "worker" : lease.agent();
    return new Reason(
        on(task),
        step,
        List.of(holder),
        lease.sinceMillis(),
        "%s works on task %d (%s)."
            .formatted(
                lease.agent().isEmpty() ? "A worker" : "Agent " + holder,
                task.id(),
                task.spec().capability()),
        "Attempt %d of %d, in session %d."
            .formatted(task.attempt(), task.spec().attemptsMax(), lease.session()),
        until(task),
        List.of());
  }

  private Reason waiting(String step, Task task) {
    String capability = task.spec().capability();
    if (SystemCapability.ALL.contains(capability)) {
      var workers = sessions(task, "");
      return queued(
          step,
          task,
          List.of("worker"),
          workers.isEmpty()
              ? "No worker is connected that offers %s.".formatted(capability)
              : "All %d workers that offer %s are busy.".formatted(workers.size(), capability),
          "",
          busy(workers));
    }
    GroupRef ref = task.spec().group();
    Group group = state.groups().get(ref);
    if (group == null) {
      return queued(
          step,
          task,
          List.of(),
          "CoordinationGroup %s is no longer declared.".formatted(ref),
          "Apply it again, or cancel what waits.",
          List.of());
    }
    List<String> able = able(group, task);
    if (able.isEmpty()) {
      return queued(step, task, able, nobody(group, task), "Declare the capability.", List.of());
    }
    var sessions = new ArrayList<Session>();
    able.forEach(name -> sessions.addAll(sessions(task, name)));
    return sessions.isEmpty()
        ? queued(
            step,
            task,
            able,
            "No agent that can do %s is connected.".formatted(capability),
            "Declared by %s.".formatted(able),
            disconnected(able))
        : queued(
            step,
            task,
            able,
            "All %d connected sessions that can do %s are busy."
                .formatted(sessions.size(), capability),
            "Place %d in the line. More replicas or a greater capacity.concurrentTasks would shorten it."
                .formatted(place(task)),
            busy(sessions));
  }

  private static String nobody(Group group, Task task) {
    String agent = task.spec().agent();
    String capability = task.spec().capability();
    if (agent.isEmpty()) {
      return "No member of group %s declares capability %s.".formatted(group.ref(), capability);
    }
    return group.hasMember(agent)
        ? "Agent %s, who alone may do it, doesn't declare capability %s."
            .formatted(agent, capability)
        : "Agent %s, who alone may do it, is no member of group %s.".formatted(agent, group.ref());
  }

  private static Reason queued(
      String step,
      Task task,
      List<String> forWhom,
      String summary,
      String detail,
      List<Reason> next) {
    return new Reason(
        on(task),
        step,
        forWhom,
        task.submittedAtMillis(),
        "Task %d waits. %s".formatted(task.id(), summary),
        detail,
        until(task),
        next);
  }

  /** The members that declare what the task needs, and may do it. */
  private List<String> able(Group group, Task task) {
    var able = new ArrayList<String>();
    for (String name : group.members()) {
      Agent agent = state.agents().get(new AgentRef(group.ref().namespace(), name));
      boolean allowed = task.spec().agent().isEmpty() || task.spec().agent().equals(name);
      if (allowed && agent != null && agent.spec().offers(task.spec().capability())) {
        able.add(name);
      }
    }
    return able;
  }

  private List<Session> sessions(Task task, String agent) {
    var found = new ArrayList<Session>();
    for (long id : state.sessions().capable(task.queue().namespace(), task.spec().capability())) {
      Session session = state.sessions().table().require(id);
      String name = session.agent() == null ? "" : session.agent().name();
      if (name.equals(agent)) {
        found.add(session);
      }
    }
    return found;
  }

  private int place(Task task) {
    int place = 1;
    for (var slot : state.tasks().queue(task.queue())) {
      if (slot.task() == task.id()) {
        break;
      }
      place++;
    }
    return place;
  }

  private static List<Reason> disconnected(List<String> agents) {
    return agents.stream()
        .map(
            name ->
                new Reason(
                    "agent/" + name,
                    "",
                    List.of(name),
                    0,
                    "Agent %s is not connected.".formatted(name),
                    "",
                    null,
                    List.of()))
        .toList();
  }

  /** What keeps sessions busy, one reason for each of their tasks. */
  private List<Reason> busy(List<Session> sessions) {
    var reasons = new ArrayList<Reason>();
    for (Session session : sessions) {
      if (session.holdings().tasks().isEmpty()) {
        reasons.add(unable(session));
      }
      for (long id : session.holdings().tasks()) {
        if (reasons.size() < Reason.NEXT_MAX) {
          reasons.add(held(state.tasks().table().require(id)));
        }
      }
    }
    return reasons;
  }

  private static Reason unable(Session session) {
    return new Reason(
        "session/" + session.id(),
        "",
        List.of(),
        0,
        "Session %d takes no tasks: its capacity is %d."
            .formatted(session.id(), session.spec().concurrentTasks()),
        "Raise capacity.concurrentTasks.",
        null,
        List.of());
  }

  private Reason held(Task task) {
    Reason held = of("", task);
    StepRef step = task.spec().step();
    return new Reason(
        held.on(),
        "",
        held.forWhom(),
        held.sinceMillis(),
        held.summary(),
        step == null
            ? held.detail()
            : "For run %s at %s. %s".formatted(step.run(), step.path(), held.detail()),
        held.until(),
        List.of());
  }
}
