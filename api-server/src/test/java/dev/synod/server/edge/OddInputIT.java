package dev.synod.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.Review;
import dev.synod.server.SharedInstallation;
import dev.synod.server.edge.AccessTable.Row;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Events;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Odd values in every place of every endpoint: they are refused in words, and nothing breaks. */
class OddInputIT {
  @RegisterExtension static final SharedInstallation SYNOD = new SharedInstallation();

  /** For a part of a path, as it is written there. */
  private static final List<String> PARTS =
      List.of(
          "UPPER",
          "a%20b",
          "%00",
          "%FF%FE",
          "..%2F..",
          "%C3%A9",
          "-1",
          "9".repeat(20),
          "x".repeat(1_000),
          "a:b",
          "%7Bns%7D");

  private static final List<String> BODIES =
      List.of(
          "null",
          "{}",
          "[]",
          "\"x\"",
          "7",
          "{",
          "{\"agent\":null,\"session\":null,\"spec\":null}",
          "{\"agent\":\"UPPER\",\"ttlMillis\":-1}",
          "{\"session\":\"-1\",\"token\":\"x\"}",
          "{\"decision\":\"\",\"instance\":\"\"}",
          "{\"name\":\"a\",\"workflow\":\"" + "w".repeat(5_000) + "\"}",
          "{\"uid\":\"\",\"generation\":-1}",
          "{\"capability\":\"\",\"attemptsMax\":-1,\"deadlineMillis\":-1}",
          "{\"option\":\"\",\"reason\":\"" + "r".repeat(100_000) + "\"}");

  private static Callers callers;
  private static ApiServer server;

  @BeforeAll
  static void declare() throws Exception {
    server = SYNOD.server();
    callers = new Callers(SYNOD.issuers());
    callers.declare(server);
  }

  @TestFactory
  Stream<DynamicTest> shouldRefuseOddValuesInWords() throws IOException {
    return AccessTable.read().rows().stream()
        .filter(Row::isRest)
        // What no role of the table may call is tried by a test of its own.
        .filter(row -> !row.allowed().isEmpty())
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> tryAll(row)));
  }

  private static void tryAll(Row row) throws Exception {
    String token = callers.token(row.allowed().iterator().next());
    for (String path : paths(row.what())) {
      check(row.verb(), path + row.query(), token, row.body());
    }
    if (!row.body().isEmpty()) {
      String path = fill(row.what(), Map.of()) + row.query();
      for (String body : BODIES) {
        check(row.verb(), path, token, body);
      }
    }
  }

  /** The path with each odd value in each of its places. */
  private static List<String> paths(String template) {
    var paths = new ArrayList<String>();
    for (String place : template.split("[^{}a-z]+")) {
      if (place.startsWith("{")) {
        PARTS.forEach(
            part -> paths.add(fill(template, Map.of(place.replaceAll("}.*", "}"), part))));
      }
    }
    return paths;
  }

  private static String fill(String template, Map<String, String> odd) {
    String path = template;
    for (var part : odd.entrySet()) {
      path = path.replace(part.getKey(), part.getValue());
    }
    return path.replace("{ns}", "review")
        .replace("{group}", "release-review")
        .replace("{key}", "findings/odd")
        .replace("{kind}", "agents")
        .replace("{id}", "1")
        .replaceAll("\\{\\w+}", "odd");
  }

  private static void check(String verb, String path, String token, String body)
      throws IOException, InterruptedException {
    Answer answer = answer(verb, path, token, body);
    String what = verb + " " + path + " " + body + " -> " + answer.status() + " " + answer.body();
    assertThat(answer.status()).as(what).isLessThan(500);
    if (answer.status() >= 400) {
      assertThat(answer.text("code")).as(what).isNotBlank();
      assertThat(answer.text("detail"))
          .as(what)
          .containsIgnoringCase("expected")
          .doesNotContain("REDACTED");
    }
  }

  private static Answer answer(String verb, String path, String token, String body)
      throws IOException, InterruptedException {
    if (!verb.equals("WATCH")) {
      return server.call(token, verb, path, body);
    }
    try (Events events = server.events(token, path)) {
      return new Answer(events.status(), events.status() == 200 ? "" : events.problem(), null);
    }
  }

  @Test
  void shouldSayWhichParameterIsMalformed() throws Exception {
    String admin = callers.token("admin");
    for (String path :
        List.of(
            "/v1/log?limit=abc",
            "/v1/log?after=abc",
            "/v1/log?limit=99999999999",
            Review.GROUP + "/state?limit=abc",
            Review.GROUP + "/state?limit=-1",
            Review.GROUP + "/tasks?after=abc")) {
      Answer answer = server.get(admin, path);

      assertThat(answer.status()).as(path + answer.body()).isEqualTo(400);
      assertThat(answer.text("code")).isEqualTo("invalid-argument");
      assertThat(answer.text("detail")).contains("Expected", value(path));
    }
  }

  private static String value(String path) {
    return path.substring(path.indexOf('=') + 1);
  }

  @Test
  void shouldSayWhichHeaderIsMalformed() throws Exception {
    String lead = callers.token("member");
    String key = Review.GROUP + "/state/findings/odd";
    for (var header :
        Map.of(
                "If-Match", "x",
                "If-None-Match", "\"1-1\"",
                "Idempotency-Key", "x".repeat(129),
                "Synod-Task", "1")
            .entrySet()) {
      Answer answer = server.call(lead, "PATCH", key, "{}", header.getKey(), header.getValue());

      assertThat(answer.status()).as(header + answer.body()).isEqualTo(400);
      assertThat(answer.text("detail")).contains("Expected", header.getKey());
    }
    Answer future =
        server.send(
            server.request(lead, key).header("Synod-Min-Revision", "1-999999999").GET().build());
    assertThat(future.status()).as(future.body()).isEqualTo(503);
    assertThat(future.text("detail")).contains("did not come to the asked revision");
    assertThat(
            server
                .send(server.request(lead, key).header("Synod-Min-Revision", "7").GET().build())
                .text("detail"))
        .contains("Synod-Min-Revision");
  }
}
