package dev.synod.torture.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.sdk.AssignedTask;
import dev.synod.sdk.Fault;
import dev.synod.sdk.TaskInfo;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What became of tasks: who was given them, under which lease, and whose result counts. */
public final class TaskLedger {
  private final Records records;
  private final Queue<Long> offered = new ConcurrentLinkedQueue<>();
  private final ConcurrentHashMap<Long, Given> given = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Long> taskOf = new ConcurrentHashMap<>();

  /** The newest lease of a task, and what holds for all of them. */
  private record Given(long token, int attempt, String effectId) {}

  public TaskLedger(Records records) {
    this.records = records;
  }

  void offered(long id) {
    offered.add(id);
  }

  /** The tasks that were taken, the oldest first. */
  public List<Long> offered() {
    return List.copyOf(offered);
  }

  /** A worker was given a task; leases of later attempts have greater tokens. */
  void assigned(AssignedTask task) {
    String input = task.input().asText();
    Long other = taskOf.putIfAbsent(input, task.id());
    if (other != null && other != task.id()) {
      records.violated(
          "the offer %s was taken twice, as task %d and as task %d"
              .formatted(input, other, task.id()));
    }
    var now = new Given(task.token(), task.attempt(), task.effectId());
    given.merge(task.id(), now, (before, after) -> newer(task.id(), before, after));
    records.count("task given out");
  }

  /** Workers may learn of their leases in another order than that in which they were given. */
  private Given newer(long id, Given before, Given after) {
    if (!before.effectId().equals(after.effectId())) {
      records.violated(
          "task %d has effect id %s and %s".formatted(id, before.effectId(), after.effectId()));
    }
    boolean isLater = after.attempt() > before.attempt();
    boolean isGreater = after.token() > before.token();
    if (isLater != isGreater
        || (before.attempt() == after.attempt()) != (before.token() == after.token())) {
      records.violated(
          "task %d: attempt %d has token %d, attempt %d has token %d"
              .formatted(id, before.attempt(), before.token(), after.attempt(), after.token()));
    }
    return isGreater ? after : before;
  }

  /**
   * Holds the end of a task to its leases: its result is that of the last one, which also wrote
   * last.
   *
   * @param written the token in the document that each attempt writes; 0 where there is none
   */
  public void ended(TaskInfo task, long written) {
    switch (task.status()) {
      case COMPLETED -> completed(task.id(), task.output(), written);
      case FAILED -> failed(task);
      case QUEUED, ASSIGNED, EXPIRED, CANCELLED ->
          records.violated("task %d is %s at the end".formatted(task.id(), task.status()));
    }
  }

  /** Nobody fails a task here: it fails when it was given out as often as it may be. */
  private void failed(TaskInfo task) {
    String why = task.fault().map(Fault::detail).orElse("");
    records.count("task failed: " + why);
    if (task.attempt() < Offerer.ATTEMPTS_MAX) {
      records.violated(
          "task %d failed at attempt %d of %d: %s"
              .formatted(task.id(), task.attempt(), Offerer.ATTEMPTS_MAX, why));
    }
  }

  private void completed(long id, JsonNode output, long written) {
    records.count("task completed");
    Given last = given.get(id);
    long token = output.path("token").asLong();
    if (last == null || last.token() != token) {
      records.violated(
          "task %d was completed under token %d, but given out last as %s"
              .formatted(id, token, last));
    }
    if (written != token) {
      records.violated(
          "task %d was completed under token %d, but its document was written last under %d"
              .formatted(id, token, written));
    }
  }
}
