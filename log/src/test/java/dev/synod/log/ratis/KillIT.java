package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Recorded;
import dev.synod.log.Await;
import dev.synod.log.Requests;
import dev.synod.log.journal.JournalReader;
import dev.synod.log.journal.JournalRecord;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was acknowledged is lost when the process is killed at any moment. */
@Timeout(600)
class KillIT {
  private static final int PORT = 15_030;
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 5);
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path directory;

  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

  @Test
  void shouldLoseNothingAcknowledgedWhenKilled() throws Exception {
    long seed = Long.getLong("kill.seed", System.nanoTime());
    System.out.println("kill.seed=" + seed);
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      runAndKill("r" + round, 1 + random.nextInt(1_500), random.nextInt(300));
    }
    try (RatisLog log = RatisLog.open(KilledReplica.config(directory, PORT))) {
      log.awaitLeader(LIMIT);
      acknowledged.forEach(
          (key, revision) -> {
            var document = log.state().documents().get(Requests.GROUP, "last/" + key);
            assertThat(document).as(key).isNotNull();
            assertThat(document.revision()).as(key).isEqualTo(revision);
          });
      assertThat(journaledRevisions(log))
          .isEqualTo(LongStream.rangeClosed(1, log.state().clock().revision()).boxed().toList());
    }
  }

  private void runAndKill(String round, int acknowledgements, int millisMore) throws Exception {
    int before = acknowledged.size();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledReplica.class.getName(),
                directory.toString(),
                Integer.toString(PORT),
                round)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread reader = Thread.ofPlatform().daemon().start(() -> read(process));
    try {
      Await.until(
          LIMIT, () -> acknowledged.size() - before >= acknowledgements || !process.isAlive());
      assertThat(process.isAlive()).as("the replica runs until it is killed").isTrue();
      // Somewhere in a snapshot, a roll of a file, or between.
      assertThat(process.waitFor(millisMore, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    reader.join(60_000);
  }

  private void read(Process process) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        // The last line may be cut off by the kill.
        if (words.length == 3 && words[2].matches("\\d+") && lines.ready()) {
          acknowledged.put(words[1], Long.valueOf(words[2]));
        }
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Long> journaledRevisions(RatisLog log) throws Exception {
    long last = log.state().clock().index();
    assertThat(log.journal().awaitIndex(last, 60_000)).isTrue();
    List<Long> revisions = new ArrayList<>();
    try (JournalReader reader = log.journal().readAfter(0)) {
      while (reader.index() < last) {
        JournalRecord record = reader.next(LIMIT).orElseThrow();
        assertThat(record).isInstanceOf(JournalRecord.Entry.class);
        ((JournalRecord.Entry) record)
            .items()
            .forEach(
                item ->
                    item.outcome().events().stream()
                        .map(Recorded::revision)
                        .forEach(revisions::add));
      }
    }
    return revisions;
  }
}
