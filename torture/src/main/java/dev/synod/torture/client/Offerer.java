package dev.synod.torture.client;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.synod.sdk.Group;
import dev.synod.sdk.SynodException;
import dev.synod.sdk.TaskInfo;
import dev.synod.sdk.TaskRequest;
import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import dev.synod.torture.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Offers tasks, and looks what has become of recent ones. */
public final class Offerer implements Runnable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int PACE_MILLIS_MAX = 100;
  static final int ATTEMPTS_MAX = 20;
  private static final int RECENT = 10;

  private final String name;
  private final Group group;
  private final Course course;
  private final TaskLedger ledger;
  private final Records records;
  private final SplittableRandom random;
  private int offers;

  public Offerer(
      String name,
      Group group,
      Course course,
      TaskLedger ledger,
      Records records,
      SplittableRandom random) {
    this.name = name;
    this.group = group;
    this.course = course;
    this.ledger = ledger;
    this.records = records;
    this.random = random;
  }

  @Override
  public void run() {
    try {
      while (course.goesOn(random, PACE_MILLIS_MAX)) {
        if (random.nextBoolean()) {
          offer();
        } else {
          look();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void offer() throws InterruptedException {
    var input = TextNode.valueOf(name + "-" + offers++);
    try {
      long id =
          group
              .submitTask(TaskRequest.of(Cluster.CAPABILITY, input).attemptsMax(ATTEMPTS_MAX))
              .await(LIMIT)
              .id();
      if (id == 0) {
        records.violated("the offer %s was acknowledged without a task".formatted(input.asText()));
        return;
      }
      ledger.offered(id);
      records.count("offer ok");
    } catch (SynodException e) {
      records.count("offer " + e.code());
    }
  }

  private void look() throws InterruptedException {
    List<Long> offered = ledger.offered();
    if (offered.isEmpty()) {
      return;
    }
    long id = offered.get(offered.size() - 1 - random.nextInt(Math.min(RECENT, offered.size())));
    long invoked = records.now();
    try {
      TaskInfo task = group.task(id).await(LIMIT);
      String result =
          task.status() == TaskInfo.Status.COMPLETED ? task.output().path("token").asText() : null;
      records.add(name, Kind.RESULT, "task-" + id, Asked.NOTHING, Answer.ok(result, 0), invoked);
    } catch (SynodException e) {
      records.without(Kind.RESULT, e.code());
    }
  }
}
