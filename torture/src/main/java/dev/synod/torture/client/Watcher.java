package dev.synod.torture.client;

import dev.synod.sdk.Document;
import dev.synod.sdk.DocumentListener;
import dev.synod.sdk.SynodException;
import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Follows registers over any number of connections. Now and then it stops listening for seconds, so
 * that the server has to tell it that it fell behind.
 */
public final class Watcher implements DocumentListener {
  /** Counts how often a watch that was current was told that its place had been compacted. */
  public static final String COMPACTED = "watch told of compaction";

  /** Counts how often a watch went on where its connection had been lost. */
  public static final String RESUMED = "watch resumed from its revision";

  private static final int DEAF_MILLIS_MAX = 12_000;
  private static final int EVENTS_BETWEEN = 600;

  private final String name;
  private final Course course;
  private final Records records;
  private final SplittableRandom random;
  private final Map<String, Long> revisions;
  private final Map<String, Long> held = new ConcurrentHashMap<>();
  private boolean isCurrent;
  private volatile long seen;

  /**
   * @param revisions at which values were seen, shared by all watchers
   */
  public Watcher(
      String name,
      Course course,
      Records records,
      SplittableRandom random,
      Map<String, Long> revisions) {
    this.name = name;
    this.course = course;
    this.records = records;
    this.random = random;
    this.revisions = revisions;
  }

  /** Up to where it has been told all there is. */
  public long seen() {
    return seen;
  }

  public String name() {
    return name;
  }

  /**
   * In what it differs from what the servers hold, by what it was told since it was told all.
   *
   * @param there the newest revision of each document
   */
  public List<String> differences(Map<String, Long> there) {
    var keys = new TreeSet<>(there.keySet());
    keys.addAll(held.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(held.get(key), there.get(key)))
        .map(
            key ->
                "%s was told last of %s at revision %s, and the servers hold it at %s"
                    .formatted(name, key, held.get(key), there.get(key)))
        .toList();
  }

  @Override
  public void put(Document document) {
    held.put(document.key(), document.revision());
    String value = document.key() + "=" + document.value().asText();
    Long other = revisions.putIfAbsent(value, document.revision());
    if (other != null && other != document.revision()) {
      records.violated(
          "%s was written once, and took effect at revision %d and at %d"
              .formatted(value, other, document.revision()));
    }
    if (isCurrent) {
      seen = Math.max(seen, document.revision());
      records.add(
          name,
          Kind.EVENT,
          "watch",
          Asked.NOTHING,
          Answer.ok(value, document.revision()),
          records.now());
      beDeafNowAndThen();
    }
  }

  private void beDeafNowAndThen() {
    if (random.nextInt(EVENTS_BETWEEN) == 0) {
      try {
        var _ = course.goesOn(random, DEAF_MILLIS_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void deleted(String key, long revision) {
    records.violated("%s saw %s deleted, which nobody does".formatted(name, key));
  }

  @Override
  public void progressed(long revision) {
    seen = Math.max(seen, revision);
    if (!isCurrent) {
      isCurrent = true;
      records.add(
          name,
          Kind.WATCH,
          "watch",
          new Asked(null, 0, revision),
          Answer.ok(null, 0),
          records.now());
    }
  }

  @Override
  public void restarted() {
    // One that was current goes on from where it was, unless the server says that this is gone.
    records.count(isCurrent ? COMPACTED : "watch broken before it was current");
    isCurrent = false;
    held.clear();
  }

  @Override
  public void resumed(long revision) {
    records.count(RESUMED);
  }

  @Override
  public void failed(SynodException cause) {
    records.violated("%s: the server ended the watch: %s".formatted(name, cause.getMessage()));
  }
}
