package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.sdk.AgentSession;
import dev.synod.sdk.Group;
import dev.synod.sdk.SynodClient;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Events;
import dev.synod.testkit.server.Replicas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** One of three servers, {@code r1}, loses a document that the others keep. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DivergedReplicaIT {
  private static final Duration LIMIT = Duration.ofSeconds(150);
  private static final String LOST = "findings/lost";
  private static final String STATE = Review.GROUP + "/state/";
  private static final String MEMBERS = "/v1/cluster/members";
  private static final int WRITERS = 16;

  private static Replicas synod;
  private static ApiServer wrong;
  private static ApiServer right;
  private static String lead;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    var first = new AtomicBoolean(true);
    synod =
        Replicas.start(
            3,
            server -> {
              if (first.getAndSet(false)) {
                var _ = server.withBug("diverge=" + LOST);
              }
            });
    wrong = synod.servers().get(0);
    right = synod.servers().get(1);
    lead = synod.issuers().agent("review", "lead");
    admin = synod.issuers().person("ada", "admin");
    Review.declare(right, synod.issuers());
    for (ApiServer server : synod.servers()) {
      Await.until(
          LIMIT, "declared", () -> server.get(lead, Review.GROUP + "/state").status() == 200);
    }
  }

  @AfterAll
  static void stop() {
    synod.close();
  }

  private static Answer put(ApiServer server, String key, String value)
      throws IOException, InterruptedException {
    return server.call(lead, "PUT", STATE + key, value);
  }

  @Test
  @Order(1)
  void shouldStopServingWhereItDiffersFromTheMajority() throws Exception {
    Answer written = put(right, LOST, "1");
    assertThat(written.status()).as(written.body()).isEqualTo(200);
    // The bug is there: nothing is known of it yet, and a stale read is wrong.
    Await.until(
        LIMIT, "lost", () -> wrong.get(lead, STATE + LOST + "?consistency=stale").status() == 404);
    assertThat(wrong.isReady()).isTrue();

    try (Events watch = wrong.events(lead, Review.GROUP + "/state");
        SynodClient client = client();
        AgentSession session = client.agent("review", "lead").open()) {
      assertThat(watch.status()).isEqualTo(200);
      long opened = session.opened().await().id();
      Group group = session.group("release-review");
      var _ = group.add("counts/diverged", 1).await();

      writeUntil(() -> !wrong.isReady());

      assertThat(watch.next("closed").data()).contains("replica-diverged", "resumeAfter");
      assertThat(group.add("counts/diverged", 1).await().revision()).isPositive();
      assertThat(group.get("counts/diverged").await().orElseThrow().value().asInt()).isEqualTo(2);
      assertThat(session.opened().await().id()).isEqualTo(opened);
    }
    assertThatItServesNobody();
    assertThat(wrong.get("", "/q/health/live").status()).isEqualTo(200);
    assertThat(wrong.get("", "/q/health/ready").body()).contains("Diverged");
  }

  @Test
  @Order(2)
  void shouldBeNamedByTheOthersWhoGoOn() throws Exception {
    assertThat(synod.leader()).isNotSameAs(wrong);
    assertThat(put(right, "findings/after", "2").status()).isEqualTo(200);

    Await.until(
        LIMIT,
        "told of each",
        () -> {
          Answer members = right.get(admin, MEMBERS);
          return isTold(members, 0, "r1", "Diverged", "Differs")
              && isTold(members, 1, "r2", "Up", "Agrees")
              && isTold(members, 2, "r3", "Up", "Agrees");
        });
    // Metrics tell what was heard last.
    Await.until(
        LIMIT,
        "told by metrics",
        () -> {
          String metrics = right.get("", "/q/metrics").body();
          return Stream.of(
                  "synod_cluster_members 3.0",
                  "synod_cluster_replica_differs{replica=\"r1\"} 1.0",
                  "synod_cluster_replica_differs{replica=\"r2\"} 0.0",
                  "synod_cluster_diverged 0.0")
              .allMatch(metrics::contains);
        });
    assertThat(wrong.get("", "/q/metrics").body()).contains("synod_cluster_diverged 1.0");
  }

  private static boolean isTold(
      Answer members, int index, String name, String health, String digest) {
    return members.text("items", index, "name").equals(name)
        && members.text("items", index, "health").equals(health)
        && members.text("items", index, "digest").equals(digest);
  }

  @Test
  @Order(3)
  void shouldStaySoAcrossARestart() throws Exception {
    wrong.withBug("").stop();
    wrong.launch();

    Await.until(LIMIT, "alive", () -> isAlive(wrong));
    assertThat(wrong.isReady()).isFalse();
    assertThatItServesNobody();
    // It still votes and keeps entries: with another one gone there is a majority.
    ApiServer follower =
        synod.servers().stream()
            .filter(server -> server != wrong && server != synod.leader())
            .findFirst()
            .orElseThrow();
    follower.kill();
    ApiServer leader = synod.leader();
    Await.until(LIMIT, "written", () -> put(leader, "findings/two", "3").status() == 200);
    follower.start();
  }

  @Test
  @Order(4)
  void shouldServeAgainAsANewMemberWithAnEmptyDisk() throws Exception {
    wrong.kill();
    try (Stream<Path> files = Files.walk(wrong.directory().resolve("data"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }

    wrong.start();

    Await.until(LIMIT, "served", () -> wrong.get(lead, STATE + LOST).status() == 200);
    assertThat(wrong.get(lead, STATE + LOST).text("value")).isEqualTo("1");
    assertThat(right.get(admin, MEMBERS).body()).doesNotContain("Diverged");
  }

  private static boolean isAlive(ApiServer server) {
    try {
      return server.get("", "/q/health/live").status() == 200;
    } catch (IOException e) {
      // It has not come that far.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void assertThatItServesNobody() throws Exception {
    for (String path : List.of(STATE + LOST, STATE + LOST + "?consistency=stale", "/v1/cluster")) {
      Answer refused = refused(() -> wrong.get(lead, path));
      assertThat(refused.status()).as(refused.body()).isEqualTo(503);
      assertThat(refused.text("code")).isEqualTo("replica-diverged");
      assertThat(refused.text("detail")).contains("empty its directory");
    }
    assertThat(refused(() -> put(wrong, "findings/refused", "1")).text("code"))
        .isEqualTo("replica-diverged");
    assertThat(right.get(lead, STATE + "findings/refused").status()).isEqualTo(404);
  }

  /** An answer, on another connection where the present one is just being ended by the server. */
  private static Answer refused(Callable<Answer> request) throws Exception {
    while (true) {
      try {
        return request.call();
      } catch (IOException e) {
        assertThat(wrong.isRunning()).isTrue();
      }
    }
  }

  /** A condition that is asked for while others write. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Writes entries until digests were compared and something has come of it. */
  private static void writeUntil(Condition condition) throws Exception {
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < WRITERS; i++) {
        String key = "findings/entry-" + i;
        writers.add(CompletableFuture.runAsync(() -> write(key, done), threads));
      }
      try {
        Await.until(LIMIT, "found by its digest", condition::holds);
      } finally {
        done.set(true);
      }
      CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
    }
  }

  /** What is refused while leadership is given away is written the next time. */
  private static void write(String key, AtomicBoolean done) {
    while (!done.get()) {
      try {
        var _ = put(right, key, "1");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** A client that asks the one that diverges first. */
  private static SynodClient client() throws IOException {
    return SynodClient.builder()
        .servers(synod.servers().stream().map(ApiServer::url).map(URI::create).toList())
        .trust(Files.readString(wrong.authority()))
        .tokens(() -> synod.issuers().agent("review", "lead"))
        .build();
  }
}
