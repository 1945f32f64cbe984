package dev.synod.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.synod.kernel.value.Value;
import dev.synod.testkit.Opa;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The worker as a process against a real API server and OPA, killed and stopped in the middle of
 * runs.
 */
@Timeout(600)
class WorkerIT {
  @RegisterExtension static final Opa OPA = new Opa();

  private static final String COUNT =
      """
      [{"count":{"for":{"in":"[range(40)]"},"do":[
        {"add":{"call":"state:1.0.0@default","with":{"add":"counts/%s","delta":1}}},
        {"pause":{"wait":{"milliseconds":40}}}]}},
       {"read":{"call":"state:1.0.0@default","with":{"get":"counts/%s"}}}]
      """;

  private static Installation installation;
  private final List<Launched> workers = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    installation = new Installation(OPA);
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  /** Each ends its session: one that dies keeps its runs until its time to live is over. */
  @AfterEach
  void stopWorkers() throws InterruptedException {
    try {
      for (Launched worker : workers) {
        if (worker.isAlive()) {
          worker.stop();
        }
      }
    } finally {
      workers.forEach(Launched::close);
    }
  }

  private Launched worker(Map<String, String> environment) throws Exception {
    Launched worker = installation.startWorker(environment);
    workers.add(worker);
    return worker;
  }

  private static String count(String name) {
    return COUNT.formatted(name, name);
  }

  private static void shouldHaveSucceeded(Value.Obj run, Value output) {
    assertThat(run.get("phase")).as("%s", run.json()).isEqualTo(Value.of("Succeeded"));
    assertThat(run.get("output")).isEqualTo(output);
  }

  @Test
  void shouldDriveManyRunsSideBySide() throws Exception {
    Launched worker = worker(Map.of());
    assertThat(installation.metricsOf(worker)).contains("synod_worker_runs 0.0");
    for (int i = 0; i < 20; i++) {
      installation.start(
          "many-" + i,
          """
          [{"a":{"fork":{"branches":[
              {"b":{"wait":{"milliseconds":100}}},
              {"c":{"set":{"n":"${ .n + 1 }"}}}]}}},
           {"d":{"set":{"sum":"${ map(.n) | add }"}}}]
          """,
          "{\"n\":%d}".formatted(i));
    }
    for (int i = 0; i < 20; i++) {
      shouldHaveSucceeded(
          installation.awaitEnd("many-" + i), Value.parse("{\"sum\":%d}".formatted(2 * i + 1)));
    }
  }

  @Test
  void shouldApplyEachStepOnceWhenTheWorkerIsKilled() throws Exception {
    Launched worker = worker(Map.of());
    installation.start("killed", count("killed"), "{}");
    for (int kills = 1; kills <= 2; kills++) {
      long steps = 30L * kills;
      installation.await("killed", run -> Installation.done(run) > steps);
      worker.kill();
      worker = worker(Map.of());
    }
    shouldHaveSucceeded(installation.awaitEnd("killed"), Value.of(40));
  }

  @Test
  void shouldApplyEachStepOnceWhenTheServerIsKilled() throws Exception {
    worker(Map.of());
    installation.start("server-killed", count("server-killed"), "{}");
    installation.await("server-killed", run -> Installation.done(run) > 30);
    installation.restartServer();
    shouldHaveSucceeded(installation.awaitEnd("server-killed"), Value.of(40));
  }

  @Test
  void shouldHandOverWhenTheWorkerIsStopped() throws Exception {
    Launched first = worker(Map.of());
    installation.start("stopped", count("stopped"), "{}");
    installation.await("stopped", run -> Installation.done(run) > 30);
    worker(Map.of());
    assertThat(first.stop()).isIn(0, 143);
    shouldHaveSucceeded(installation.awaitEnd("stopped"), Value.of(40));
  }

  @Test
  void shouldFaultOnlyTheRunWhoseExpressionIsGreedy() throws Exception {
    // On a slow processor too, the heap is full before the time is up.
    worker(Map.of("SYNOD_EXPRESSION_MILLIS", "6000"));
    installation.start("heap", "[{\"a\":{\"set\":{\"x\":\"${ [range(1e9)] }\"}}}]", "{}");
    installation.start("stack", "[{\"a\":{\"set\":{\"x\":\"${ def f: f; f }\"}}}]", "{}");
    installation.start("time", "[{\"a\":{\"set\":{\"x\":\"${ last(range(1e12)) }\"}}}]", "{}");
    installation.start("modest", count("modest"), "{}");
    for (String limit : List.of("heap", "stack", "time")) {
      Value.Obj run = installation.awaitEnd(limit);
      assertThat(run.get("phase")).as("%s", run.json()).isEqualTo(Value.of("Faulted"));
      String says = limit.equals("stack") ? "recursed too deeply" : limit + " limit";
      assertThat(String.valueOf(run.get("error"))).contains(says);
    }
    shouldHaveSucceeded(installation.awaitEnd("modest"), Value.of(40));
  }

  @Test
  void shouldCallAgainWithTheSameKeyWhenTheWorkerDiesInACall() throws Exception {
    var keys = new CopyOnWriteArrayList<String>();
    var called = new CountDownLatch(1);
    var answers = new CountDownLatch(1);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          called.countDown();
          try {
            answers.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] body = "{\"fine\":true}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String host = "127.0.0.1:" + server.getAddress().getPort();
    Map<String, String> allowed = Map.of("SYNOD_HTTP_ALLOWED_HOSTS", host);
    try {
      Launched first = worker(allowed);
      installation.start(
          "calling",
          "[{\"a\":{\"call\":\"http\",\"with\":{\"method\":\"get\",\"endpoint\":\"http://%s/x\"}}}]"
              .formatted(host),
          "{}");
      called.await();
      first.kill();
      answers.countDown();
      worker(allowed);
      shouldHaveSucceeded(installation.awaitEnd("calling"), Value.parse("{\"fine\":true}"));
      assertThat(keys).hasSize(2);
      assertThat(keys.get(0)).isEqualTo(keys.get(1)).startsWith("uid-calling/do/0/a#");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldRefuseToCallWhatIsNotAllowed() throws Exception {
    worker(Map.of());
    installation.start(
        "forbidden",
        "[{\"a\":{\"call\":\"http\",\"with\":{\"method\":\"get\",\"endpoint\":\"http://127.0.0.1:9/\"}}}]",
        "{}");
    Value.Obj run = installation.awaitEnd("forbidden");
    assertThat(String.valueOf(run.get("error"))).contains("SYNOD_HTTP_ALLOWED_HOSTS");
  }
}
