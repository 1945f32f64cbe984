package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Three servers as processes. The tests leave the group whole, one after the other. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int WRITERS = 3;

  private static Replicas synod;
  private static String lead;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    synod = Replicas.start(3);
    lead = synod.issuers().agent("review", "lead");
    admin = synod.issuers().person("ada", "admin");
    Review.declare(synod.follower(), synod.issuers());
    for (ApiServer server : synod.servers()) {
      Await.until(
          LIMIT, "declared", () -> server.get(lead, Review.GROUP + "/state").status() == 200);
    }
  }

  @AfterAll
  static void stop() {
    synod.close();
  }

  private static Answer put(ApiServer server, String key, String value, String... headers)
      throws IOException, InterruptedException {
    return server.call(lead, "PUT", Review.GROUP + "/state/" + key, value, headers);
  }

  @Test
  @Order(1)
  void shouldTakeWritesAndReadsAtEachReplica() throws Exception {
    for (int i = 0; i < 3; i++) {
      ApiServer server = synod.servers().get(i);
      Answer written = put(server, "findings/each-" + i, "" + i);
      assertThat(written.status()).as(written.body()).isEqualTo(200);
      // A linearizable read at each of them sees it at once.
      for (ApiServer other : synod.servers()) {
        Answer read = other.get(lead, Review.GROUP + "/state/findings/each-" + i);
        assertThat(read.text("value")).isEqualTo("" + i);
      }
      // And whoever wrote here reads here what it wrote, even stale.
      assertThat(
              server
                  .get(lead, Review.GROUP + "/state/findings/each-" + i + "?consistency=stale")
                  .text("value"))
          .isEqualTo("" + i);
    }
  }

  @Test
  @Order(2)
  void shouldKeepEachAcknowledgedWriteWhenTheLeaderIsKilled() throws Exception {
    // Given writers at the followers
    ApiServer leader = synod.leader();
    List<ApiServer> followers =
        synod.servers().stream().filter(server -> server != leader).toList();
    var acknowledged = new ConcurrentSkipListMap<String, String>();
    var unknown = new ConcurrentSkipListMap<String, String>();
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<CompletableFuture<Void>>();
      for (int writer = 0; writer < WRITERS; writer++) {
        ApiServer server = followers.get(writer % followers.size());
        String prefix = "kill-" + writer + "-";
        writers.add(
            CompletableFuture.runAsync(
                () -> write(server, prefix, acknowledged, unknown, done), threads));
      }
      Await.until(LIMIT, "writes", () -> acknowledged.size() > 100);

      // When the leader is killed
      int before = acknowledged.size();
      leader.kill();
      long killed = System.nanoTime();
      Await.until(LIMIT, "writes again", () -> acknowledged.size() > before + 10);
      System.out.printf(
          "From the kill of the leader to ten more writes: %d ms%n",
          Duration.ofNanos(System.nanoTime() - killed).toMillis());
      done.set(true);
      CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
    }

    // Then each acknowledged write is there, and a repetition of the others tells what became of it
    leader.start();
    for (ApiServer server : List.of(leader, synod.follower())) {
      for (Map.Entry<String, String> write : acknowledged.entrySet()) {
        assertThat(
                server.get(lead, Review.GROUP + "/state/findings/" + write.getKey()).text("value"))
            .isEqualTo(write.getValue());
      }
    }
    for (Map.Entry<String, String> write : unknown.entrySet()) {
      Answer again =
          put(leader, "findings/" + write.getKey(), write.getValue(), key(write.getKey()));
      assertThat(again.status()).as(again.body()).isEqualTo(200);
    }
  }

  private static String[] key(String key) {
    return new String[] {"Idempotency-Key", key};
  }

  private static void write(
      ApiServer server,
      String prefix,
      Map<String, String> acknowledged,
      Map<String, String> unknown,
      AtomicBoolean done) {
    for (int i = 0; !done.get(); i++) {
      String name = prefix + i;
      try {
        Answer answer = put(server, "findings/" + name, "" + i, key(name));
        (answer.status() == 200 ? acknowledged : unknown).put(name, "" + i);
      } catch (IOException e) {
        unknown.put(name, "" + i);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Test
  @Order(3)
  void shouldLoseNoRequestWhenTheLeaderStops() throws Exception {
    ApiServer leader = synod.leader();
    ApiServer follower = synod.follower();
    var failed = new AtomicInteger();
    var written = new AtomicInteger();
    var longestMillis = new AtomicInteger();
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writer =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  long began = System.nanoTime();
                  try {
                    Answer answer = put(follower, "findings/stop", "" + i);
                    (answer.status() == 200 ? written : failed).incrementAndGet();
                  } catch (IOException | InterruptedException e) {
                    failed.incrementAndGet();
                  }
                  int millis = (int) Duration.ofNanos(System.nanoTime() - began).toMillis();
                  longestMillis.accumulateAndGet(millis, Math::max);
                }
              },
              threads);
      Await.until(LIMIT, "writes", () -> written.get() > 20);

      leader.stop();

      int before = written.get();
      Await.until(LIMIT, "writes again", () -> written.get() > before + 20);
      done.set(true);
      writer.join();
    }
    System.out.printf("Longest write while the leader stopped: %d ms%n", longestMillis.get());
    assertThat(failed).hasValue(0);
    leader.start();
  }

  @Test
  @Order(4)
  void shouldTakeBackAReplicaWithAnEmptyDiskAsANewMember() throws Exception {
    ApiServer lost = synod.follower();
    String before = lost.get(admin, "/v1/cluster").text("self");
    lost.kill();
    delete(lost.directory().resolve("data"));
    assertThat(put(synod.leader(), "findings/rejoin", "7").status()).isEqualTo(200);

    lost.start();

    Await.until(
        LIMIT,
        "a member again",
        () -> {
          Answer cluster = lost.get(admin, "/v1/cluster");
          return cluster.body().contains("\"id\":\"" + cluster.text("self") + "\"");
        });
    Answer cluster = lost.get(admin, "/v1/cluster");
    assertThat(cluster.text("self")).isNotEqualTo(before);
    assertThat(cluster.body()).doesNotContain(before);
    assertThat(lost.get(lead, Review.GROUP + "/state/findings/rejoin").text("value"))
        .isEqualTo("7");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
