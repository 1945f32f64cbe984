package dev.synod.torture;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.synod.sdk.DocumentPage;
import dev.synod.sdk.Group;
import dev.synod.sdk.SynodException;
import dev.synod.sdk.TaskInfo;
import dev.synod.testkit.server.Await;
import dev.synod.torture.client.Records;
import dev.synod.torture.client.TaskLedger;
import dev.synod.torture.client.TaskWorker;
import dev.synod.torture.client.Watcher;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has to be when all is mended and quiet: watches have caught up with what the servers hold,
 * and tasks have ended as they must. What is not so is a violation.
 */
final class Aftermath {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int PAGE_DOCUMENTS = 1_000;

  private final Group group;
  private final TaskLedger ledger;
  private final Records records;

  Aftermath(Group group, TaskLedger ledger, Records records) {
    this.group = group;
    this.ledger = ledger;
    this.records = records;
  }

  /**
   * Looks, while a worker is there to end tasks.
   *
   * @return what kept it from looking, where servers did not answer
   */
  Optional<String> look(List<Watcher> watchers) throws InterruptedException {
    try {
      compareWatches(watchers);
      compareTasks();
      return Optional.empty();
    } catch (SynodException e) {
      return Optional.of(
          "Expected an answer when all was mended, but found %s: %s"
              .formatted(e.code(), e.getMessage()));
    }
  }

  /**
   * A request that nobody waits for any more may still be applied between a look at the servers and
   * one at a watch. What differs in the same way at the next look, before which all were told of
   * another document, stays so.
   */
  private void compareWatches(List<Watcher> watchers) throws InterruptedException {
    var before = new AtomicReference<Set<String>>(Set.of());
    var lasting = new AtomicReference<Set<String>>(Set.of());
    var looks = new AtomicInteger();
    boolean isSettled =
        Await.within(
            LIMIT,
            () -> {
              tellAll(watchers, "reg/end/" + looks.getAndIncrement());
              Set<String> now = differences(watchers);
              var last = new LinkedHashSet<>(now);
              last.retainAll(before.getAndSet(now));
              lasting.set(last);
              return now.isEmpty() || !lasting.get().isEmpty();
            });
    Set<String> found = (isSettled ? lasting : before).get();
    for (Watcher watcher : watchers) {
      found.stream()
          .filter(difference -> difference.startsWith(watcher.name() + " "))
          .limit(1)
          .forEach(records::violated);
    }
  }

  /** Writes a document, and waits until watches have been told of it and of all before it. */
  private void tellAll(List<Watcher> watchers, String key) throws InterruptedException {
    long last = group.put(key, TextNode.valueOf("end")).await(LIMIT).revision();
    for (Watcher watcher : watchers) {
      if (!Await.within(LIMIT, () -> watcher.seen() >= last)) {
        records.violated(
            "%s was told up to revision %d %s after revision %d had been written"
                .formatted(watcher.name(), watcher.seen(), LIMIT, last));
      }
    }
  }

  private Set<String> differences(List<Watcher> watchers) throws InterruptedException {
    Map<String, Long> there = revisions();
    return watchers.stream()
        .flatMap(watcher -> watcher.differences(there).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void compareTasks() throws InterruptedException {
    for (long id : ledger.offered()) {
      TaskInfo task = ended(id);
      if (task == null) {
        records.violated("task %d was taken and is not known at the end".formatted(id));
        continue;
      }
      long written =
          group
              .get(TaskWorker.document(id))
              .await(LIMIT)
              .map(document -> document.value().path("token").asLong())
              .orElse(0L);
      ledger.ended(task, written);
    }
  }

  /** A task that has ended, or null where the servers know none of that id. */
  private @Nullable TaskInfo ended(long id) throws InterruptedException {
    try {
      return group.awaitTask(id).await(LIMIT);
    } catch (SynodException e) {
      if (e.is(SynodException.NOT_FOUND)) {
        return null;
      }
      throw e;
    }
  }

  /** The newest revision of each register. */
  private Map<String, Long> revisions() throws InterruptedException {
    var revisions = new HashMap<String, Long>();
    String after = "";
    do {
      DocumentPage page = group.list("reg/", after, PAGE_DOCUMENTS).await(LIMIT);
      page.documents().forEach(document -> revisions.put(document.key(), document.revision()));
      after = page.next();
    } while (!after.isEmpty());
    return revisions;
  }
}
