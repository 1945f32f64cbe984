package dev.synod.torture.client;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.synod.sdk.Document;
import dev.synod.sdk.Group;
import dev.synod.sdk.SynodException;
import dev.synod.sdk.Written;
import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Reads registers, sets them, and sets them where they are as it saw them, over a session. */
public final class RegisterClient implements Runnable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int PACE_MILLIS_MAX = 20;
  private static final long ANY = -1;

  private final String name;
  private final Group group;
  private final Course course;
  private final Records records;
  private final SplittableRandom random;
  private final Map<String, Long> seen = new HashMap<>();
  private int values;

  public RegisterClient(
      String name, Group group, Course course, Records records, SplittableRandom random) {
    this.name = name;
    this.group = group;
    this.course = course;
    this.records = records;
    this.random = random;
  }

  @Override
  public void run() {
    try {
      while (course.goesOn(random, PACE_MILLIS_MAX)) {
        String key = course.register(random);
        switch (random.nextInt(5)) {
          case 0, 1 -> read(key);
          case 2 -> write(key, ANY);
          default -> write(key, seen.getOrDefault(key, 0L));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(String key) throws InterruptedException {
    long invoked = records.now();
    try {
      Optional<Document> found = group.get(key).await(LIMIT);
      long revision = found.map(Document::revision).orElse(0L);
      String value = found.map(document -> document.value().asText()).orElse(null);
      records.add(name, Kind.READ, key, Asked.NOTHING, Answer.ok(value, revision), invoked);
      seen.put(key, revision);
    } catch (SynodException e) {
      records.without(Kind.READ, e.code());
    }
  }

  private void write(String key, long expected) throws InterruptedException {
    String value = name + "-" + values++;
    var asked = new Asked(value, expected, 0);
    long invoked = records.now();
    try {
      var json = TextNode.valueOf(value);
      Written written =
          (expected == ANY ? group.put(key, json) : group.compareAndSet(key, json, expected))
              .await(LIMIT);
      records.add(name, Kind.WRITE, key, asked, Answer.ok(value, written.revision()), invoked);
      seen.put(key, written.revision());
    } catch (SynodException e) {
      Optional<Answer> answer = Refused.write(e);
      if (answer.isPresent()) {
        records.add(name, Kind.WRITE, key, asked, answer.get(), invoked);
      } else {
        records.without(Kind.WRITE, e.code());
      }
    }
  }
}
