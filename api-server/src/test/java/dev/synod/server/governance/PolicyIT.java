package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.BundleRelay;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Events;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OPA that goes away, and policies that change, under a server that runs. */
class PolicyIT {
  private static final Path SHIPPED = Path.of("../policies/synod");
  private static final Duration PERMIT = Duration.ofSeconds(6);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String STATE = Review.GROUP + "/state";

  private static Path policies;
  private static Installation synod;
  private static ApiServer server;
  private static String lead;
  private static String shipped;

  @BeforeAll
  static void start() throws Exception {
    policies = Files.createTempDirectory("policies");
    restore();
    synod = Installation.startRelayed(Map.of("SYNOD_POLICIES_DIR", policies.toString()));
    server = synod.server();
    lead = synod.issuers().agent("review", "lead");
    shipped = cluster().text("policy", "digest");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  /** Whatever a test left behind is put right. */
  @AfterEach
  void restoreAll() throws Exception {
    restore();
    synod.relay().release();
    synod.opa().start();
    Await.until(
        LIMIT,
        "the shipped policies are in force",
        () -> cluster().status() == 200 && cluster().text("policy", "digest").equals(shipped));
  }

  /** The shipped policies, with permits that end soon. */
  private static void restore() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(f -> !f.toString().endsWith("_test.rego")).toList()) {
        write(
            file.getFileName().toString(),
            Files.readString(file)
                .replace("permit_seconds := 300", "permit_seconds := " + PERMIT.toSeconds()));
      }
    }
  }

  /** In one step, as a mounted ConfigMap changes. */
  private static void write(String name, String text) throws IOException {
    Path draft = Files.writeString(policies.resolve(name + ".new"), text);
    Files.move(
        draft,
        policies.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void shouldServeWhatWasDecidedToItsEndWhileOpaIsGoneAndGoOnWhenItIsBack() throws Exception {
    long decidedAt = System.nanoTime();
    assertThat(patch().status()).isEqualTo(200);
    assertThat(patch().status()).isEqualTo(200);
    synod.opa().stop();

    Answer decided = patch();
    Answer another = server.get(lead, Review.GROUP + "/tasks");

    assertThat(decided.status()).as(decided.body()).isEqualTo(200);
    assertUnavailable(another);
    Await.until(LIMIT, "the permit has ended", () -> patch().status() != 200);
    assertThat(Duration.ofNanos(System.nanoTime() - decidedAt))
        .isBetween(PERMIT, PERMIT.plusSeconds(6));
    assertUnavailable(patch());
    assertThat(server.isReady()).isTrue();

    synod.opa().start();
    Await.until(LIMIT, "OPA decides again", () -> patch().status() == 200);
  }

  @Test
  void shouldServeALoggedPermitAfterARestartWithoutOpa() throws Exception {
    assertThat(patch().status()).isEqualTo(200);
    String viewer = synod.issuers().person("restarted", "viewer");
    change(
        "permits last longer",
        () ->
            write(
                "authz.rego",
                Files.readString(policies.resolve("authz.rego"))
                    .replace("permit_seconds := " + PERMIT.toSeconds(), "permit_seconds := 120")));
    assertThat(patch().status()).isEqualTo(200);
    synod.opa().stop();
    server.kill();

    server.start();

    Answer answer = patch();
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertUnavailable(server.get(viewer, STATE));
    synod.opa().start();
    Await.until(LIMIT, "OPA decides again", () -> server.get(viewer, STATE).status() == 200);
    change("the shipped policies are in force again", PolicyIT::restore);
  }

  @Test
  void shouldDecideTheNextRequestByAPolicyThatBecameActive() throws Exception {
    String viewer = synod.issuers().person("vera", "viewer");
    assertThat(server.get(viewer, STATE).status()).isEqualTo(200);
    try (Events watch = server.events(viewer, STATE)) {
      watch.next("progress");

      change(
          "viewers may not read state",
          () ->
              write(
                  "roles.rego",
                  Files.readString(policies.resolve("roles.rego"))
                      .replaceFirst("\t\"state.read\",\n", "")));

      Answer denied = server.get(viewer, STATE);
      assertThat(denied.status()).as(denied.body()).isEqualTo(403);
      assertThat(denied.text("detail")).contains("person:vera may not do state.read");
      assertThat(watch.next("closed").data()).contains("permission-denied", "resumeAfter");
    }
    change("viewers may read state", PolicyIT::restore);
    assertThat(server.get(viewer, STATE).status()).isEqualTo(200);
  }

  @Test
  void shouldAnswerWhoWaitsForAnotherBundleOnceThereIsOne() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      String known =
          http.send(bundle().build(), BodyHandlers.discarding())
              .headers()
              .firstValue("ETag")
              .orElseThrow();
      var waiting =
          http.sendAsync(
              bundle().header("If-None-Match", known).header("Prefer", "wait=60").build(),
              BodyHandlers.discarding());

      write("roles.rego", Files.readString(policies.resolve("roles.rego")) + "\n# Another.\n");

      // Long before its minute is over.
      assertThat(waiting)
          .succeedsWithin(LIMIT)
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200))
          .satisfies(answer -> assertThat(answer.headers().allValues("ETag")).isNotEmpty())
          .satisfies(
              answer -> assertThat(answer.headers().allValues("ETag")).doesNotContain(known));
    }
  }

  private static HttpRequest.Builder bundle() {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d/bundles/synod.tar.gz".formatted(server.bundlePort())));
  }

  @Test
  void shouldTakeNoAnswerOfAnotherPolicyThanTheOneInForce() throws Exception {
    String viewer = synod.issuers().person("olga", "viewer");
    BundleRelay.Bundle before = synod.relay().present();
    change(
        "viewers may not read state, and users of Kubernetes change nothing",
        () ->
            write(
                "roles.rego",
                Files.readString(policies.resolve("roles.rego"))
                    .replaceFirst("\t\"state.read\",\n", "")
                    .replaceFirst("\t\"resource.create\",\n", "")));
    synod.opa().stop();
    synod.relay().hold(before);
    synod.opa().start();

    assertOtherRevision(server.get(viewer, STATE));
    assertOtherRevision(admit());

    synod.relay().release();
    Await.until(LIMIT, "the policy in force decides", () -> admit().status() == 200);
    assertThat(admit().body()).contains("\"allowed\":false");
    assertThat(server.get(viewer, STATE).status()).isEqualTo(403);
  }

  private static void assertOtherRevision(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.text("detail"))
        .contains("Expected a decision by the policy in force, but OPA has another revision");
  }

  private static Answer admit() throws IOException, InterruptedException {
    return server.call(
        synod.issuers().operator(),
        "POST",
        "/v1/namespaces/review/resources:admit",
        """
        {"operation":"create","kind":"Agent","name":"x","user":{"username":"ada"},
         "object":{"spec":{}}}""");
  }

  @Test
  void shouldKeepThePolicyInForceWhileTheNewOneCantBeCompiled() throws Exception {
    assertThat(patch().status()).isEqualTo(200);
    String served = cluster().text("policy", "served");
    write("roles.rego", "package synod.roles\n\nviewer := {");
    Await.until(
        LIMIT,
        "the broken bundle is served",
        () -> !cluster().text("policy", "served").equals(served));

    String fresh = synod.issuers().person("fred", "viewer");
    assertThat(server.get(fresh, STATE).status()).isEqualTo(200);
    assertThat(cluster().text("policy", "digest")).isEqualTo(served);

    restore();
    Await.until(
        LIMIT,
        "the mended bundle is served",
        () -> cluster().text("policy", "served").equals(served));
    assertThat(patch().status()).isEqualTo(200);
  }

  @Test
  void shouldAllowNothingWhereThePolicyDecidesNothing() throws Exception {
    String viewer = synod.issuers().person("nell", "viewer");
    assertThat(server.get(viewer, STATE).status()).isEqualTo(200);

    write("authz.rego", "package synod.authz\n\ndecision := {\"allow\": true} if 1 == 2\n");

    Await.until(LIMIT, "nothing is allowed", () -> server.get(viewer, STATE).status() == 503);
    assertUnavailable(patch());
    restore();
    Await.until(LIMIT, "the policy decides", () -> server.get(viewer, STATE).status() == 200);
  }

  @Test
  void shouldKeepNoContentOfWhatTheBasePolicyDenies() throws Exception {
    change(
        "users of Kubernetes may change nothing",
        () ->
            write(
                "roles.rego",
                Files.readString(policies.resolve("roles.rego"))
                    .replaceFirst("\t\"resource.create\",\n", "")));

    Answer denied =
        server.call(
            synod.issuers().operator(),
            "POST",
            "/v1/namespaces/review/resources:admit",
            """
            {"operation":"create","kind":"Agent","name":"x","user":{"username":"ada"},
             "object":{"spec":{"description":"hush"}}}""");

    assertThat(denied.body()).contains("\"allowed\":false", "resource.create is not for users");
    String id = denied.text("decision");
    Await.until(LIMIT, "the log has the denial", () -> recorded(id).contains("kubernetes:ada"));
    assertThat(recorded(id)).contains("\"existing\",\"resource\"").doesNotContain("hush");
    change("users of Kubernetes may change resources", PolicyIT::restore);
  }

  /** The entry of the log that keeps a decision; empty where there is none yet. */
  private static String recorded(String id) throws IOException, InterruptedException {
    return server
        .get(synod.issuers().person("ada", "admin"), "/v1/log?limit=5000")
        .body()
        .lines()
        .filter(line -> line.contains("RecordDecisions") && line.contains(id))
        .findFirst()
        .orElse("");
  }

  private interface Change {
    void make() throws IOException;
  }

  /** Changes the files, and waits until another policy is in force. */
  private static void change(String what, Change change) throws Exception {
    String before = cluster().text("policy", "revision");
    change.make();
    Await.until(LIMIT, what, () -> !cluster().text("policy", "revision").equals(before));
  }

  private static Answer cluster() throws IOException, InterruptedException {
    return server.get(synod.issuers().person("ada", "admin"), "/v1/cluster");
  }

  private static Answer patch() throws IOException, InterruptedException {
    return server.call(lead, "PATCH", STATE + "/findings/policy", "{\"a\":1}");
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.text("code")).isEqualTo("unavailable");
    assertThat(answer.text("detail")).contains("Expected a decision of OPA", "try again");
    assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
  }
}
