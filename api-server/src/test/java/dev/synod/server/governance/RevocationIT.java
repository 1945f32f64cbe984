package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.DocumentChange;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.WatchDocumentsRequest;
import dev.synod.server.Frames;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.server.Rpc;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Events;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is open when a right is taken away, and the way back where all of them were. */
class RevocationIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration PROMISED = Duration.ofSeconds(2);
  private static final String POLICY = "synod-system/narrow";
  private static final String STATE = Review.GROUP + "/state";
  private static final String DENY_ALL = "deny contains \"nobody may do anything\"\n";

  /** More than what buffers on the way hold: 30 MB. */
  private static final int LARGE_DOCUMENTS = 120;

  private static final String NO = "\"allowed\":false";
  private static final String YES = "\"allowed\":true";

  private static Installation synod;
  private static ApiServer server;
  private static DeclaredPolicies policies;
  private static String lead;
  private static String admin;
  private static long generation = 1;

  @BeforeAll
  static void start() throws Exception {
    synod = Installation.start(Map.of());
    server = synod.server();
    policies = new DeclaredPolicies(server, synod.issuers().operator());
    lead = synod.issuers().agent("review", "lead");
    admin = synod.issuers().person("ada", "admin", "break-glass");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @AfterEach
  void restore() throws Exception {
    policies.retract(POLICY);
    server.call(admin, "POST", "/v1/break-glass:end", "");
    Await.until(LIMIT, "all is as before", () -> write().status() == 200);
  }

  /** Doesn't wait: what is looked at is when the policy begins to be felt. */
  private static void declare(String module) throws IOException, InterruptedException {
    Answer declared = policies.declare(POLICY, DeclaredPolicies.spec(module));
    assertThat(declared.status()).as(declared.body()).isEqualTo(200);
  }

  private static Answer write() throws IOException, InterruptedException {
    return server.call(lead, "PATCH", STATE + "/findings/revoked", "{\"a\":1}");
  }

  private static Answer cluster() throws IOException, InterruptedException {
    return server.get(admin, "/v1/cluster");
  }

  /** The time at which requests began to be refused. */
  private static long awaitRefusal() throws Exception {
    Await.until(LIMIT, "requests are refused", () -> write().status() == 403);
    return System.nanoTime();
  }

  private static void assertPromised(String what, long sinceNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
    System.out.printf("%s ended %d ms after the first refused request%n", what, took.toMillis());
    assertThat(took).isLessThan(PROMISED);
  }

  @Test
  void shouldEndAWatchOfWhomAPolicyNoLongerLets() throws Exception {
    try (Events watch = server.events(lead, STATE)) {
      watch.next("progress");

      declare(DENY_ALL);

      long since = awaitRefusal();
      assertThat(watch.next("closed").data())
          .contains("permission-denied", "nobody may do anything", "resumeAfter");
      assertPromised("A watch", since);
    }
  }

  @Test
  void shouldEndASessionOfWhomAPolicyNoLongerLets() throws Exception {
    try (Rpc rpc = new Rpc(server);
        Frames frames = rpc.connect(lead)) {
      frames.open("review", "lead");

      declare(DENY_ALL);

      long since = awaitRefusal();
      StatusRuntimeException ended = frames.end();
      assertThat(Rpc.rejection(ended).getCode()).isEqualTo("permission-denied");
      assertThat(Rpc.rejection(ended).getMessage()).contains("nobody may do anything");
      assertPromised("A session", since);
    }
  }

  @Test
  void shouldShowSlowConsumersNoMoreOnceAPolicyNoLongerLets() throws Exception {
    String large = STATE + "/findings/large/";
    for (int i = 0; i < LARGE_DOCUMENTS; i++) {
      Answer written = server.call(lead, "PUT", large + i, "\"" + "x".repeat(250_000) + "\"");
      assertThat(written.status()).as(written.body()).isEqualTo(200);
    }
    // Given two watches that nobody reads from
    HttpResponse<InputStream> opened =
        server.open(
            server.request(lead, STATE).header("Accept", "text/event-stream").GET().build());
    try (Rpc rpc = new Rpc(server)) {
      Iterator<DocumentChange> call =
          rpc.calls(lead)
              .watchDocuments(
                  WatchDocumentsRequest.newBuilder()
                      .setGroup(
                          GroupRef.newBuilder().setNamespace("review").setName("release-review"))
                      .build());
      assertThat(call.next().hasPut()).isTrue();

      // When the right is taken away
      declare(DENY_ALL);
      awaitRefusal();

      // Then they end before all was shown, and not with what waited
      try (Events watch = Events.of(opened)) {
        int shown = 0;
        Events.Event event = watch.next(any -> true, "an event");
        while (event.name().equals("put")) {
          shown++;
          event = watch.next(any -> true, "an event");
        }
        assertThat(event.name()).isEqualTo("closed");
        assertThat(event.data()).contains("permission-denied").doesNotContain("resumeAfter");
        assertThat(shown).isLessThan(LARGE_DOCUMENTS);
      }
      var received = new AtomicInteger();
      assertThat(
              Rpc.refusal(() -> call.forEachRemaining(any -> received.incrementAndGet())).getCode())
          .isEqualTo("permission-denied");
      assertThat(received).hasValueLessThan(LARGE_DOCUMENTS);
    } finally {
      restore();
      for (int i = 0; i < LARGE_DOCUMENTS; i++) {
        assertThat(server.call(lead, "DELETE", large + i, "").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void shouldEndAWatchOfWhoIsNoMemberAnyMore() throws Exception {
    try (Events watch = server.events(lead, STATE)) {
      watch.next("progress");

      label("elsewhere");

      long since = awaitRefusal();
      assertThat(watch.next("closed").data())
          .contains("permission-denied", "expected a member of group release-review");
      assertPromised("A watch of a former member", since);
    } finally {
      label("review");
    }
  }

  private static void label(String team) throws Exception {
    Answer declared =
        server.call(
            synod.issuers().operator(),
            "PUT",
            "/v1/declarations/agents/review/lead",
            """
            {"uid":"lead","generation":%d,"labels":{"team":"%s"},"clientId":"agent-review.lead",
             "spec":{"capabilities":[{"name":"git-history","version":"1.0.0"}]}}"""
                .formatted(++generation, team));
    assertThat(declared.status()).as(declared.body()).isEqualTo(200);
  }

  @Test
  void shouldUndoADenyAllByBreakGlassMendAndComeBack() throws Exception {
    // Given a mistake that refuses everything
    declare(DENY_ALL);
    awaitRefusal();
    assertThat(cluster().status()).isEqualTo(403);

    // When somebody breaks the glass
    long asked = System.nanoTime();
    Answer broken =
        server.call(
            admin, "POST", "/v1/break-glass", "{\"reason\":\"nobody can act\",\"seconds\":600}");

    // Then the base policy alone is in force, and everybody can see why
    assertThat(broken.status()).as(broken.body()).isEqualTo(200);
    Await.until(LIMIT, "requests are let through", () -> write().status() == 200);
    System.out.printf(
        "Requests were let through %d ms after break-glass was asked for%n",
        Duration.ofNanos(System.nanoTime() - asked).toMillis());
    assertThat(cluster().text("policy", "breakGlass", "reason")).isEqualTo("nobody can act");
    assertThat(cluster().text("policy", "breakGlass", "subject")).isEqualTo("person:ada");
    assertThat(policies.statuses().body()).contains("\"BreakGlass\"", "person:ada: nobody can act");
    assertThat(server.get(admin, "/v1/log").body().lines())
        .filteredOn(line -> line.contains("BeginBreakGlass") && line.contains("nobody can act"))
        .singleElement(InstanceOfAssertFactories.STRING)
        .as("it is hers, and not the system's")
        .containsPattern("\"origin\":\\{.*\"subject\":\"person:ada\"");

    // When the policy is mended and the emergency ended
    declare("deny contains \"not now\" if input.action == \"run.start\"\n");
    assertThat(write().status()).isEqualTo(200);
    assertThat(server.call(admin, "POST", "/v1/break-glass:end", "").status()).isEqualTo(200);

    // Then it decides
    Await.until(
        LIMIT,
        "the mended policy is in force",
        () -> policies.statuses().body().contains("\"InForce\""));
    assertThat(write().status()).isEqualTo(200);
    Answer start =
        server.call(
            admin, "POST", "/v1/namespaces/review/runs", "{\"name\":\"a\",\"workflow\":\"none\"}");
    assertThat(start.status()).isEqualTo(403);
    assertThat(start.text("detail")).contains("not now");
  }

  @Test
  void shouldUndoByBreakGlassThatNobodyMayApplyAnything() throws Exception {
    declare(DENY_ALL);
    Await.until(LIMIT, "nothing may be applied", () -> admit("Agent").contains(NO));
    assertThat(admit("Agent")).contains("nobody may do anything", "synod-system/narrow");
    assertThat(admit("GovernancePolicy")).contains("nobody may do anything");

    Answer broken = server.call(admin, "POST", "/v1/break-glass", "{\"reason\":\"apply\"}");

    assertThat(broken.status()).as(broken.body()).isEqualTo(200);
    Await.until(LIMIT, "all may be applied", () -> admit("Agent").contains(YES));
    assertThat(admit("GovernancePolicy")).contains(YES);
    assertThat(server.call(admin, "POST", "/v1/break-glass:end", "").status()).isEqualTo(200);
    Await.until(LIMIT, "nothing may be applied again", () -> admit("Agent").contains(NO));
  }

  /** What policy says of somebody's creation of a resource in Kubernetes. */
  private static String admit(String kind) throws IOException, InterruptedException {
    Answer answer =
        server.call(
            synod.issuers().operator(),
            "POST",
            "/v1/namespaces/review/resources:admit",
            """
            {"operation":"create","kind":"%s","name":"x","user":{"username":"ada"},"object":{"spec":{}}}"""
                .formatted(kind));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void shouldEndABreakGlassByItsTime() throws Exception {
    declare(DENY_ALL);
    awaitRefusal();

    // For longer where its time is over before this machine has put it in force.
    var seconds = new AtomicInteger(3);
    Await.until(LIMIT, "requests are let through", () -> isLetThrough(seconds.getAndAdd(9)));

    awaitRefusal();
  }

  /** Whether a request is, within the time of a break-glass. */
  private static boolean isLetThrough(int seconds) throws Exception {
    String asked = "{\"reason\":\"why\",\"seconds\":%d}".formatted(seconds);
    Answer broken = server.call(admin, "POST", "/v1/break-glass", asked);
    assertThat(broken.status()).as(broken.body()).isEqualTo(200);
    return Await.within(Duration.ofSeconds(seconds), () -> write().status() == 200);
  }

  @Test
  void shouldLetOnlyPeopleWithTheRoleBreakTheGlass() throws Exception {
    String plain = synod.issuers().person("adam", "admin");

    Answer refused = server.call(plain, "POST", "/v1/break-glass", "{\"reason\":\"why\"}");
    Answer agent = server.call(lead, "POST", "/v1/break-glass", "{\"reason\":\"why\"}");
    Answer wordless = server.call(admin, "POST", "/v1/break-glass", "{\"reason\":\" \"}");
    Answer endless =
        server.call(admin, "POST", "/v1/break-glass", "{\"reason\":\"why\",\"seconds\":99999}");
    Answer none = server.call(admin, "POST", "/v1/break-glass:end", "");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("realm role break-glass", "person:adam");
    assertThat(agent.status()).isEqualTo(403);
    assertThat(wordless.status()).isEqualTo(400);
    assertThat(endless.text("detail")).contains("a break-glass of 1s to 4h, but found 27h46m39s");
    assertThat(none.text("code")).isEqualTo("failed-precondition");
  }
}
