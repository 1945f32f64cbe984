package dev.synod.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.synod.kernel.run.Fault;
import dev.synod.sdk.TaskFailure;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls a real server on loopback, which is listed by its address. */
@Timeout(240)
class HttpCallsIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final CountDownLatch SLOW = new CountDownLatch(1);
  private static HttpServer server;
  private static Vertx vertx;
  private static HttpCalls calls;
  private static HttpCalls impatient;
  private static String base;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/echo", HttpCallsIT::echo);
    server.createContext(
        "/missing", exchange -> answer(exchange, 404, "text/plain", "Nobody is here."));
    server.createContext(
        "/large", exchange -> answer(exchange, 200, "text/plain", "x".repeat(100_000)));
    server.createContext("/slow", HttpCallsIT::slow);
    server.createContext("/away", exchange -> redirect(exchange, "http://localhost:1/"));
    server.createContext("/round", exchange -> redirect(exchange, "/round"));
    server.createContext("/moved", exchange -> redirect(exchange, "/echo"));
    server.start();
    int port = server.getAddress().getPort();
    base = "http://127.0.0.1:" + port;
    vertx = Vertx.vertx();
    calls = calls(port, Duration.ofSeconds(60));
    impatient = calls(port, Duration.ofSeconds(2));
  }

  private static HttpCalls calls(int port, Duration limit) {
    return new HttpCalls(
        vertx,
        AllowedHosts.parse("127.0.0.1:" + port),
        new HttpLimits(64, 30 * 1024, limit, limit, 5));
  }

  @AfterAll
  static void stop() {
    SLOW.countDown();
    calls.close();
    impatient.close();
    vertx.close();
    server.stop(0);
  }

  private static void echo(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var answer =
        MAPPER
            .createObjectNode()
            .put("method", exchange.getRequestMethod())
            .put("uri", exchange.getRequestURI().toString())
            .put("key", exchange.getRequestHeaders().getFirst("Idempotency-Key"))
            .put("type", exchange.getRequestHeaders().getFirst("Content-Type"))
            .put("authorization", exchange.getRequestHeaders().getFirst("Authorization"))
            .put("body", body);
    answer(exchange, 200, "application/json; charset=utf-8", answer.toString());
  }

  private static void slow(HttpExchange exchange) throws IOException {
    try {
      SLOW.await();
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void redirect(HttpExchange exchange, String place) throws IOException {
    exchange.getResponseHeaders().add("Location", place);
    answer(exchange, 302, "text/plain", "");
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static JsonNode call(String request) throws Exception {
    return call(calls, request);
  }

  private static JsonNode call(HttpCalls by, String request) throws Exception {
    return by.call(Call.of(MAPPER.readTree(request.replace("BASE", base))), "uid/do/0/grüße#7");
  }

  private static void shouldFail(String request, String type, int status, String says) {
    shouldFail(calls, request, type, status, says);
  }

  private static void shouldFail(
      HttpCalls by, String request, String type, int status, String says) {
    assertThatExceptionOfType(TaskFailure.class)
        .isThrownBy(() -> call(by, request))
        .withMessageContaining(says)
        .satisfies(
            failure -> {
              assertThat(failure).extracting("type").isEqualTo(type);
              assertThat(failure).extracting("status").isEqualTo(status);
            });
  }

  @Test
  void shouldSendBodyAndTheSameKeyOnEachAttempt() throws Exception {
    String request =
        """
        {"method":"post","endpoint":"BASE/echo?a=1","query":{"b c":"d&e"},"body":{"x":1},
         "authentication":{"basic":{"username":"u","password":"p"}}}
        """;
    JsonNode first = call(request);
    assertThat(first).isEqualTo(call(request));
    assertThat(first.path("method").asText()).isEqualTo("POST");
    assertThat(first.path("uri").asText()).isEqualTo("/echo?a=1&b%20c=d%26e");
    assertThat(first.path("body").asText()).isEqualTo("{\"x\":1}");
    assertThat(first.path("type").asText()).isEqualTo("application/json");
    assertThat(first.path("key").asText()).isEqualTo("uid/do/0/gr%C3%BC%C3%9Fe#7");
    assertThat(first.path("authorization").asText()).isEqualTo("Basic dTpw");
  }

  @Test
  void shouldGiveTheWholeResponseWithoutSecretsWhenAsked() throws Exception {
    JsonNode response =
        call(
            """
            {"method":"get","endpoint":"BASE/echo","output":"response",
             "authentication":{"bearer":{"token":"secret"}}}
            """);
    assertThat(response.path("statusCode").asInt()).isEqualTo(200);
    assertThat(response.path("content").path("method").asText()).isEqualTo("GET");
    assertThat(response.path("content").path("authorization").asText()).isEqualTo("Bearer secret");
    assertThat(response.path("request").path("headers").path("authorization").asText())
        .isEqualTo("***");
    assertThat(
            call("{\"method\":\"get\",\"endpoint\":\"BASE/echo\",\"output\":\"raw\"}").isTextual())
        .isTrue();
  }

  @Test
  void shouldNeverFailWhenManyCallsFollowOneAnother() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        answers.add(callers.submit(HttpCallsIT::callManyTimes));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(2000);
      }
    }
  }

  private static int callManyTimes() throws Exception {
    int answered = 0;
    for (int i = 0; i < 2000; i++) {
      answered += call("{\"method\":\"get\",\"endpoint\":\"BASE/echo\"}").isObject() ? 1 : 0;
    }
    return answered;
  }

  @Test
  void shouldFailWithTheServersStatus() {
    shouldFail(
        "{\"method\":\"get\",\"endpoint\":\"BASE/missing\"}",
        Fault.COMMUNICATION,
        404,
        "Nobody is here.");
  }

  @Test
  void shouldRefuseResponseWhenItIsTooLarge() {
    shouldFail(
        "{\"method\":\"get\",\"endpoint\":\"BASE/large\"}",
        "https://synod.dev/errors/too-large",
        413,
        "at most 30720 bytes");
  }

  @Test
  void shouldTimeOutWhenTheServerDoesNotAnswer() {
    shouldFail(
        impatient,
        "{\"method\":\"get\",\"endpoint\":\"BASE/slow\"}",
        Fault.TIMEOUT,
        408,
        "did not answer");
  }

  @Test
  void shouldRefuseHostWhenItIsNotAllowed() {
    shouldFail(
        "{\"method\":\"get\",\"endpoint\":\"http://localhost:9/\"}",
        Fault.AUTHORIZATION,
        403,
        "SYNOD_HTTP_ALLOWED_HOSTS");
    shouldFail(
        "{\"method\":\"get\",\"endpoint\":\"http://169.254.169.254/latest\"}",
        Fault.AUTHORIZATION,
        403,
        "169.254.169.254");
  }

  @Test
  void shouldRefuseUriWhenItIsNotHttp() {
    shouldFail(
        "{\"method\":\"get\",\"endpoint\":\"file:///etc/passwd\"}", Fault.VALIDATION, 400, "http");
    shouldFail(
        "{\"method\":\"get\",\"endpoint\":\"http://user@127.0.0.1/\"}",
        Fault.VALIDATION,
        400,
        "user");
  }

  @Test
  void shouldRefuseHeaderWhenItBelongsToTheConnection() {
    for (String header : new String[] {"Host", "Idempotency-Key", "Content-Length", "a\\nb"}) {
      shouldFail(
          "{\"method\":\"get\",\"endpoint\":\"BASE/echo\",\"headers\":{\"%s\":\"x\"}}"
              .formatted(header),
          Fault.VALIDATION,
          400,
          "header");
    }
  }

  @Test
  void shouldCheckEachRedirection() throws Exception {
    shouldFail("{\"method\":\"get\",\"endpoint\":\"BASE/moved\"}", Fault.COMMUNICATION, 302, "302");
    assertThat(
            call("{\"method\":\"get\",\"endpoint\":\"BASE/moved\",\"redirect\":true}")
                .path("uri")
                .asText())
        .isEqualTo("/echo");
    shouldFail(
        "{\"method\":\"get\",\"endpoint\":\"BASE/away\",\"redirect\":true}",
        Fault.AUTHORIZATION,
        403,
        "localhost:1");
    shouldFail(
        "{\"method\":\"get\",\"endpoint\":\"BASE/round\",\"redirect\":true}",
        Fault.COMMUNICATION,
        302,
        "at most 5");
  }

  @Test
  void shouldFailWhenNobodyListens() {
    var alone =
        new HttpCalls(
            Objects.requireNonNull(vertx), AllowedHosts.parse("127.0.0.1:9"), HttpLimits.DEFAULT);
    assertThatExceptionOfType(TaskFailure.class)
        .isThrownBy(
            () ->
                alone.call(
                    Call.of(
                        MAPPER.readTree(
                            "{\"method\":\"get\",\"endpoint\":\"http://127.0.0.1:9/\"}")),
                    "x"))
        .satisfies(failure -> assertThat(failure).extracting("status").isEqualTo(503));
    alone.close();
  }
}
