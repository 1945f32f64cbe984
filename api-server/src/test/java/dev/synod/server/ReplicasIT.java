package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.peer.v1.PeerGrpc;
import dev.synod.api.peer.v1.PeerStatusRequest;
import dev.synod.sdk.AgentSession;
import dev.synod.sdk.Group;
import dev.synod.sdk.Json;
import dev.synod.sdk.Pending;
import dev.synod.sdk.SynodClient;
import dev.synod.sdk.TaskInfo;
import dev.synod.sdk.TaskRequest;
import dev.synod.sdk.Written;
import dev.synod.server.governance.DeclaredPolicies;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Three servers as processes. The tests leave the group whole, one after the other. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int WRITERS = 3;
  private static final int ADDED = 200;
  private static final String MEMBERS = "/v1/cluster/members";
  private static final Pattern GIVEN = Pattern.compile("Leadership was given to (\\S+)\\.");

  private static Replicas synod;
  private static String lead;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    // A handover that takes long on a busy machine is still one, and no election; nor is anybody
    // elected because the whole machine stood still for a moment.
    synod =
        Replicas.start(
            3,
            server ->
                server
                    .with("SYNOD_LOG_HAND_OVER_LIMIT", "20s")
                    .with("SYNOD_ELECTION_MIN", "2s")
                    .with("SYNOD_ELECTION_MAX", "3s"));
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

  @AfterEach
  void makeWhole() throws Exception {
    for (ApiServer server : synod.servers()) {
      if (!server.isRunning()) {
        server.start();
      }
    }
  }

  /** Writes, again under the same key where a change of leader left open what became of it. */
  private static void write(ApiServer server, String key, String value) {
    String[] once = key(key + System.nanoTime());
    Await.until(LIMIT, "written", () -> put(server, key, value, once).status() == 200);
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
  @Order(1)
  void shouldDecideByAPolicyAtEachReplicaOnceItIsActive() throws Exception {
    // Given decisions that each replica has made and keeps
    String path = Review.GROUP + "/state/findings/policy";
    for (ApiServer server : synod.servers()) {
      write(server, "findings/policy", "1");
      assertThat(server.get(lead, path).status()).isEqualTo(200);
    }
    var policies = new DeclaredPolicies(synod.leader(), synod.issuers().operator());

    // When a policy is in force by the word of one of them
    policies.activate(
        "review/closed",
        DeclaredPolicies.spec(
            "deny contains \"closed\" if input.action in {\"state.read\", \"state.write\"}\n"));

    // Then it decides the next request, whichever gets it
    for (ApiServer server : synod.servers()) {
      Answer read = server.get(lead, path);
      assertThat(read.status()).as(read.body()).isEqualTo(403);
      assertThat(read.text("detail")).contains("closed (review/closed)");
    }
    for (ApiServer server : synod.servers()) {
      Answer written = put(server, "findings/policy", "2");
      assertThat(written.status()).as(written.body()).isEqualTo(403);
    }
    policies.retract("review/closed");
    for (ApiServer server : synod.servers()) {
      write(server, "findings/policy", "3");
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
      Await.until(
          LIMIT,
          "told",
          () ->
              put(leader, "findings/" + write.getKey(), write.getValue(), key(write.getKey()))
                      .status()
                  == 200);
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
  void shouldGiveLeadershipAwayAndLoseNoRequestWhenTheLeaderStops() throws Exception {
    ApiServer leader = synod.leader();
    ApiServer follower = synod.follower();
    long term = Long.parseLong(follower.get(admin, "/v1/cluster").text("term"));
    long logged = Files.size(leader.log());
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
    // An election without a leader would find one too, later: the one that was asked leads, at
    // once.
    Answer after = follower.get(admin, "/v1/cluster");
    assertThat(given(leader, logged)).containsExactly(after.text("leader"));
    assertThat(after.text("term")).isEqualTo("" + (term + 1));
    leader.start();
  }

  /** To whom a server has given leadership since its log had that many bytes. */
  private static List<String> given(ApiServer server, long logged) throws IOException {
    return GIVEN.matcher(server.logSince(logged)).results().map(found -> found.group(1)).toList();
  }

  @Test
  @Order(4)
  void shouldTakeBackAReplicaWithAnEmptyDiskAsANewMember() throws Exception {
    ApiServer lost = synod.follower();
    String before = lost.get(admin, "/v1/cluster").text("self");
    lost.kill();
    delete(lost.directory().resolve("data"));
    write(synod.leader(), "findings/rejoin", "7");

    lost.start();

    Await.until(
        LIMIT,
        "a member again",
        () -> {
          Answer cluster = lost.get(admin, "/v1/cluster");
          return cluster.body().contains("\"id\":\"" + cluster.text("self") + "\"")
              && !cluster.body().contains(before);
        });
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

  @Test
  @Order(5)
  void shouldKeepSessionsAndTheirTasksWhenTheirReplicaIsKilled() throws Exception {
    // Given an agent whose session and task are at the leader, and one that asks at a follower
    ApiServer leader = synod.leader();
    var runs = new AtomicInteger();
    var began = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (SynodClient first = client("historian", leader);
        AgentSession worker =
            first
                .agent("review", "historian")
                .onTask(
                    "git-history",
                    task -> {
                      runs.incrementAndGet();
                      began.countDown();
                      release.await();
                      return Json.object().put("done", true);
                    })
                .open();
        SynodClient second = client("lead", synod.follower());
        AgentSession asker = second.agent("review", "lead").open()) {
      long session = worker.opened().await().id();
      Group group = asker.group("release-review");
      long task =
          group
              .submitTask(TaskRequest.of("git-history", Json.object()).agent("historian"))
              .await()
              .id();
      assertThat(began.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

      // When the leader is killed while the task is worked on and requests are on their way
      var adding = new ArrayList<Pending<Written>>();
      for (int i = 0; i < ADDED; i++) {
        adding.add(group.add("counts/sessions", 1));
        if (i == ADDED / 2) {
          leader.kill();
        }
      }
      for (Pending<Written> added : adding) {
        var _ = added.await();
      }
      release.countDown();

      // Then the result is taken from the same session, and each request was applied once
      assertThat(group.awaitTask(task).await().status()).isEqualTo(TaskInfo.Status.COMPLETED);
      assertThat(worker.opened().await().id()).isEqualTo(session);
      assertThat(runs).hasValue(1);
      assertThat(group.get("counts/sessions").await().orElseThrow().value().asInt())
          .isEqualTo(ADDED);
    }
    leader.start();
  }

  /** A client that asks one server first. */
  private static SynodClient client(String agent, ApiServer first) throws IOException {
    List<URI> servers =
        Stream.concat(Stream.of(first), synod.servers().stream().filter(server -> server != first))
            .map(ApiServer::url)
            .map(URI::create)
            .toList();
    return SynodClient.builder()
        .servers(servers)
        .trust(Files.readString(first.authority()))
        .tokens(() -> synod.issuers().agent("review", agent))
        .build();
  }

  @Test
  @Order(6)
  void shouldTellOfItsMembersAndChangeThem() throws Exception {
    ApiServer leader = synod.leader();
    Await.until(
        LIMIT,
        "told of all three",
        () -> {
          Answer members = synod.follower().get(admin, MEMBERS);
          return members.size("items") == 3
              && members.body().contains("\"role\":\"Leader\"")
              && !members.body().contains("Unreachable");
        });

    // The leader goes when it is told to at another replica, and comes back.
    String name = "r" + (synod.servers().indexOf(leader) + 1);
    ApiServer follower = synod.follower();
    Answer removed = follower.call(admin, "POST", MEMBERS + "/" + name + ":remove", "");
    assertThat(removed.status()).as(removed.body()).isEqualTo(200);
    write(follower, "findings/without", "1");
    assertThat(follower.get(admin, "/v1/cluster").size("replicas")).isEqualTo(2);

    // Of two, neither can go when the other does not answer.
    ApiServer last =
        synod.servers().stream()
            .filter(server -> server != leader && server != follower)
            .findFirst()
            .orElseThrow();
    String lastName = "r" + (synod.servers().indexOf(last) + 1);
    Answer refused = follower.call(admin, "POST", MEMBERS + "/r9:remove", "");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("Expected one of the members");
    assertThat(follower.get(synod.issuers().person("vi", "viewer"), MEMBERS).status())
        .isEqualTo(200);
    assertThat(
            follower
                .call(
                    synod.issuers().person("vi", "viewer"),
                    "POST",
                    MEMBERS + "/" + lastName + ":remove",
                    "")
                .status())
        .isEqualTo(403);

    // It stands still from now on, and can't be taken back with what it has.
    Await.until(
        LIMIT,
        "the removed one has stopped",
        () -> follower.get(admin, MEMBERS).body().contains("Stopped"));
    Await.until(
        LIMIT,
        "refused with what to do",
        () -> {
          Answer late = follower.call(admin, "POST", MEMBERS + "/" + name + ":add", "");
          assertThat(late.status()).as(late.body()).isEqualTo(400);
          return late.body().contains("empty its directory and start it");
        });

    leader.kill();
    delete(leader.directory().resolve("data"));
    leader.start();
    Await.until(
        LIMIT, "three members", () -> follower.get(admin, "/v1/cluster").size("replicas") == 3);
  }

  @Test
  @Order(7)
  void shouldRefuseToGoBelowAMajority() throws Exception {
    ApiServer leader = synod.leader();
    List<ApiServer> others = synod.servers().stream().filter(server -> server != leader).toList();
    others.getFirst().kill();
    String healthy = "r" + (synod.servers().indexOf(others.getLast()) + 1);

    Answer refused = leader.call(admin, "POST", MEMBERS + "/" + healthy + ":remove", "");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("more than half of the remaining 2 replicas");
    others.getFirst().start();
  }

  @Test
  void shouldLetNobodyIntoThePeerServiceWithoutAReplicasCertificate() throws Exception {
    ApiServer server = synod.servers().getFirst();
    var channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1",
                synod.peerPort(0),
                TlsChannelCredentials.newBuilder()
                    .trustManager(synod.peerAuthority().toFile())
                    .build())
            .build();
    try {
      assertThatThrownBy(
              () ->
                  PeerGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(10, TimeUnit.SECONDS)
                      .status(PeerStatusRequest.getDefaultInstance()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("UNAVAILABLE");
      assertThat(server.isReady()).isTrue();
    } finally {
      channel.shutdownNow();
    }
  }
}
