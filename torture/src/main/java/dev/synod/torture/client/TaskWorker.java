package dev.synod.torture.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.sdk.AgentSession;
import dev.synod.sdk.AssignedTask;
import dev.synod.sdk.SynodClient;
import dev.synod.sdk.TaskFailure;
import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import dev.synod.torture.cluster.Cluster;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Does tasks: writes a document under the lease, and hands in a result that names the lease. Now
 * and then it fails, or its session is closed in the middle of its work.
 */
public final class TaskWorker implements Runnable {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int WORK_MILLIS_MAX = 60;
  private static final int SESSION_MILLIS_MAX = 20_000;
  private static final int CONCURRENT = 4;

  private final String name;
  private final SynodClient client;
  private final Course course;
  private final TaskLedger ledger;
  private final Records records;
  private final SplittableRandom random;
  private final SplittableRandom fortune;

  public TaskWorker(
      String name,
      SynodClient client,
      Course course,
      TaskLedger ledger,
      Records records,
      SplittableRandom random) {
    this.name = name;
    this.client = client;
    this.course = course;
    this.ledger = ledger;
    this.records = records;
    this.random = random;
    this.fortune = random.split();
  }

  /** The document that attempts at a task write. */
  public static String document(long task) {
    return "done/" + task;
  }

  @Override
  public void run() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        try (AgentSession _ = open()) {
          goesOn = course.goesOn(random, SESSION_MILLIS_MAX);
        }
        records.count("worker's session closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins to do tasks, until the session is closed. */
  public AgentSession open() {
    return client
        .agent(Cluster.NAMESPACE, name)
        .onTask(Cluster.CAPABILITY, this::work)
        .concurrentTasks(CONCURRENT)
        .timeToLive(TIME_TO_LIVE)
        .open();
  }

  private JsonNode work(AssignedTask task) throws Exception {
    ledger.assigned(task);
    SplittableRandom luck = luck();
    // Where the run ends in the meantime the task is done all the same.
    var _ = course.goesOn(luck, WORK_MILLIS_MAX);
    if (luck.nextInt(8) == 0) {
      throw new TaskFailure("about:blank", 500, "Bad luck", "It fails now and then.", true);
    }
    ObjectNode output =
        JsonNodeFactory.instance
            .objectNode()
            .put("token", task.token())
            .put("worker", name)
            .put("input", task.input().asText());
    var _ = task.group().put(document(task.id()), output).await(LIMIT);
    // The library hands the result in, and again where it must; what is told of it is not told us.
    records.add(
        name,
        Kind.COMPLETE,
        "task-" + task.id(),
        new Asked("" + task.token(), 0, 0),
        Answer.UNKNOWN,
        records.now());
    return output;
  }

  private SplittableRandom luck() {
    synchronized (fortune) {
      return fortune.split();
    }
  }
}
