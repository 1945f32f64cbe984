package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.synod.api.v1.CompleteTask;
import dev.synod.api.v1.FailTask;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.Task;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the tasks that a session is given, each on a virtual thread of its own. */
final class TaskRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);
  private static final String RUNTIME = "https://serverlessworkflow.io/spec/1.0.0/errors/runtime";
  private static final String VALIDATION =
      "https://serverlessworkflow.io/spec/1.0.0/errors/validation";
  private static final int DETAIL_LENGTH_MAX = 2_000;

  /**
   * A task that this session holds.
   *
   * @param isAnswered its result is on the way; until that is taken the server may name it again
   */
  private record Held(Task task, Thread thread, AtomicBoolean isAnswered) {}

  private final Map<String, TaskHandler> handlers;
  private final Function<Request, Pending<Written>> submit;
  private final Function<Task, Group> groups;
  private final Map<Long, Held> held = new ConcurrentHashMap<>();
  private @Nullable Set<Long> named;
  private long namedThrough;

  /**
   * @param groups makes the fenced view of a task's group
   */
  TaskRunner(
      Map<String, TaskHandler> handlers,
      Function<Request, Pending<Written>> submit,
      Function<Task, Group> groups) {
    this.handlers = Map.copyOf(handlers);
    this.submit = submit;
    this.groups = groups;
  }

  /** The session is open; after it was taken up again, what is still held is named next. */
  void opened(SessionInfo session, boolean isNew) {
    named = isNew ? null : new HashSet<>();
    namedThrough = session.revision();
  }

  void assigned(Task task) {
    if (named != null) {
      named.add(task.getId());
    }
    Held known = held.get(task.getId());
    if (known != null && known.task().getToken() == task.getToken()) {
      return;
    }
    revoked(task.getId(), Long.MAX_VALUE, "It was given to this session anew.");
    Thread thread =
        Thread.ofVirtual().name("synod-task-" + task.getId()).unstarted(() -> run(task));
    held.put(task.getId(), new Held(task, thread, new AtomicBoolean()));
    thread.start();
  }

  /** Takes back a task with this token or an earlier one. */
  void revoked(long task, long token, String reason) {
    Held known = held.get(task);
    if (known != null && known.task().getToken() <= token && held.remove(task, known)) {
      LOG.info("Task {} was taken back: {}", task, reason);
      known.thread().interrupt();
    }
  }

  /** All that the session holds has been named: what was not has been lost meanwhile. */
  void progressed(long revision) {
    Set<Long> stillHeld = named;
    if (stillHeld == null || revision < namedThrough) {
      return;
    }
    named = null;
    for (long task : held.keySet()) {
      if (!stillHeld.contains(task)) {
        revoked(task, Long.MAX_VALUE, "It was lost while the stream was broken.");
      }
    }
  }

  /** The session has ended and all its leases with it. */
  void lost(String reason) {
    for (long task : held.keySet()) {
      revoked(task, Long.MAX_VALUE, reason);
    }
  }

  private void run(Task task) {
    try {
      JsonNode output = handler(task).handle(assignedTask(task));
      answer(task, completion(task, output));
    } catch (TaskFailure e) {
      answer(task, failure(task, e.fault(), e.isRetryable()));
    } catch (InterruptedException e) {
      interrupted(task);
    } catch (IllegalArgumentException e) {
      answer(task, failure(task, fault(VALIDATION, 400, "The input can't be worked on", e), false));
    } catch (Exception e) {
      if (isHeld(task)) {
        LOG.warn("Task {} ({}) failed.", task.getId(), task.getCapability(), e);
      }
      answer(task, failure(task, fault(RUNTIME, 500, "The agent failed", e), true));
    } catch (Error e) {
      answer(task, failure(task, fault(RUNTIME, 500, "The agent failed", e), true));
      throw e;
    }
  }

  private TaskHandler handler(Task task) throws TaskFailure {
    String capability = task.getCapability();
    int version = capability.indexOf('@');
    TaskHandler handler = handlers.get(capability);
    if (handler == null && version > 0) {
      handler = handlers.get(capability.substring(0, version));
    }
    if (handler == null) {
      throw new TaskFailure(
          RUNTIME,
          501,
          "No handler",
          "Expected a handler for capability %s, but this agent has %s."
              .formatted(capability, handlers.keySet()),
          true);
    }
    return handler;
  }

  private AssignedTask assignedTask(Task task) {
    return new AssignedTask(
        task.getId(),
        task.getToken(),
        task.getCapability(),
        Json.parse(task.getInputJson()),
        task.getEffectId(),
        task.getAttempt(),
        Wire.instant(task.getDeadlineMillis()),
        Wire.run(task.getRun()),
        groups.apply(task));
  }

  private boolean isHeld(Task task) {
    Held known = held.get(task.getId());
    return known != null && known.task().getToken() == task.getToken() && !known.isAnswered().get();
  }

  private void interrupted(Task task) {
    if (isHeld(task)) {
      var fault = new Fault(RUNTIME, 500, "The agent was interrupted", "", "");
      answer(task, failure(task, fault, true));
    }
  }

  private void answer(Task task, Request request) {
    Held known = held.get(task.getId());
    if (known == null
        || known.task().getToken() != task.getToken()
        || known.isAnswered().getAndSet(true)) {
      return;
    }
    var _ =
        submit
            .apply(request)
            .whenComplete(
                (_, failure) -> {
                  held.remove(task.getId(), known);
                  if (failure instanceof SynodException refused
                      && !refused.is(SynodException.SESSION_GONE)) {
                    refused(task, refused);
                  }
                });
  }

  private void refused(Task task, SynodException refusal) {
    LOG.warn("The result of task {} was not taken: {}", task.getId(), refusal.getMessage());
    boolean mayBeReported =
        switch (refusal.code()) {
          case "too-large", "limit-exceeded", Refusals.INVALID_ARGUMENT -> true;
          default -> false;
        };
    if (mayBeReported) {
      // An output that can't be taken would otherwise leave the task leased for as long as we live.
      var fault = new Fault(VALIDATION, 400, "The output was refused", detail(refusal), "");
      var _ = submit.apply(failure(task, fault, false));
    }
  }

  private static Request completion(Task task, @Nullable JsonNode output) {
    JsonNode json = output == null ? NullNode.getInstance() : output;
    return Request.newBuilder()
        .setCompleteTask(
            CompleteTask.newBuilder()
                .setGroup(task.getGroup())
                .setTask(task.getId())
                .setToken(task.getToken())
                .setOutputJson(Json.bytes(json)))
        .build();
  }

  private static Request failure(Task task, Fault fault, boolean retryable) {
    return Request.newBuilder()
        .setFailTask(
            FailTask.newBuilder()
                .setGroup(task.getGroup())
                .setTask(task.getId())
                .setToken(task.getToken())
                .setFault(Wire.fault(fault))
                .setRetryable(retryable))
        .build();
  }

  private static Fault fault(String type, int status, String title, Throwable cause) {
    return new Fault(type, status, title, detail(cause), "");
  }

  private static String detail(Throwable cause) {
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return text.length() <= DETAIL_LENGTH_MAX ? text : text.substring(0, DETAIL_LENGTH_MAX);
  }
}
