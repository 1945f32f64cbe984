package dev.synod.torture.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.synod.sdk.Document;
import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import dev.synod.testkit.history.Operation.Span;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsIT {
  @TempDir private Path directory;

  @Test
  void shouldMeasureUpToAWriteThatWasAskedForAfterTheFault() throws Exception {
    try (var records = new Records(directory.resolve("history.jsonl"))) {
      long began = records.now();
      write(records, records.now());
      long asked = records.now();
      long underWay = records.now();
      long inflicted = records.now();
      // It was on its way when the fault came: that it is answered now says nothing of a new
      // leader.
      write(records, underWay);
      long answered = records.now();
      assertThat(records.nanosToNextWrite(asked, inflicted)).isEmpty();
      assertThat(records.withoutWrites(asked, inflicted)).isEmpty();

      write(records, records.now());

      Span without = records.withoutWrites(asked, inflicted).orElseThrow();
      long next = asked + records.nanosToNextWrite(asked, inflicted).orElseThrow();
      assertThat(next).isGreaterThanOrEqualTo(answered);
      // What was acknowledged in between ends one standstill and begins another: the longer one.
      assertThat(without.returned() <= answered || without.invoked() > inflicted).isTrue();
      assertThat(without.returned() - without.invoked())
          .isBetween((next - asked) / 2, next - began);
    }
  }

  @Test
  void shouldTellCompactionFromAWatchThatBrokeBeforeItWasCurrent() throws Exception {
    try (var records = new Records(directory.resolve("history.jsonl"))) {
      var course = new Course(new CountDownLatch(1));
      var watcher =
          new Watcher("w", course, records, new SplittableRandom(7), new ConcurrentHashMap<>());

      watcher.restarted();
      assertThat(records.counts()).doesNotContainKey(Watcher.COMPACTED);

      watcher.put(document("reg/a", 3));
      assertThat(watcher.seen()).isZero();
      watcher.progressed(5);
      assertThat(watcher.seen()).isEqualTo(5);
      assertThat(watcher.differences(Map.of("reg/a", 3L))).isEmpty();
      assertThat(watcher.differences(Map.of("reg/a", 4L, "reg/b", 5L)))
          .containsExactly(
              "w was told last of reg/a at revision 3, and the servers hold it at 4",
              "w was told last of reg/b at revision null, and the servers hold it at 5");
      watcher.restarted();
      assertThat(records.counts()).containsEntry(Watcher.COMPACTED, 1L);
      assertThat(watcher.differences(Map.of())).isEmpty();
    }
  }

  private static Document document(String key, long revision) {
    return new Document(key, TextNode.valueOf("v"), revision, Instant.EPOCH, "c");
  }

  private static void write(Records records, long invoked) {
    records.add("c", Kind.WRITE, "reg/a", new Asked("v", -1, 0), Answer.ok("v", 1), invoked);
  }
}
