package dev.synod.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.workspace.FreePorts;
import dev.synod.kernel.value.Value;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Replicas;
import dev.synod.worker.CountingServer.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand calls to the outside, in ten runs, while first the leader and then the worker dies.
 * The outside sees no call again whose result is in the log, and others with the key they had.
 */
@Timeout(900)
class OutstandingCallsIT {
  private static final int RUNS = 10;
  private static final int CALLS_PER_RUN = 100;
  private static final int CALLS = RUNS * CALLS_PER_RUN;
  private static final int ANSWERED = 300;

  /** By how much clocks of one machine may differ, and less than it takes to notice a death. */
  private static final Duration CLOCKS = Duration.ofMillis(200);

  private static final Duration LIMIT = Duration.ofSeconds(180);

  @TempDir private Path folder;
  private Replicas replicas;
  private CountingServer outside;
  private final List<Launched> workers = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    outside = new CountingServer();
    replicas = Replicas.start(3);
    declare(
        "groups/test/group",
        "g",
        "{\"members\":{\"selector\":{\"matchLabels\":{\"team\":\"t\"}}}}");
    declare(
        "workflows/test/calls",
        "w",
        "{\"groupRef\":{\"name\":\"group\"},\"definition\":%s}".formatted(definition()));
    for (int run = 0; run < RUNS; run++) {
      declare(
          "runs/test/run-" + run,
          "r" + run,
          "{\"workflowRef\":{\"name\":\"calls\"},\"input\":{\"run\":%d}}".formatted(run));
    }
  }

  @AfterEach
  void stop() {
    workers.forEach(Launched::close);
    replicas.close();
    outside.close();
  }

  private String definition() {
    String calls =
        IntStream.range(0, CALLS_PER_RUN)
            .mapToObj(
                i ->
                    "{\"c%1$d\":{\"call\":\"http\",\"with\":{\"method\":\"post\",\"endpoint\":\"http://%2$s/%1$d\",\"query\":{\"run\":\"${ .run }\"}}}}"
                        .formatted(i, outside.host()))
            .collect(Collectors.joining(","));
    return "{\"document\":{\"dsl\":\"1.0.3\",\"namespace\":\"test\",\"name\":\"calls\",\"version\":\"1.0.0\"},\"do\":[{\"all\":{\"fork\":{\"branches\":[%s]}}}]}"
        .formatted(calls);
  }

  @Test
  void shouldCallNobodyAgainWhoseAnswerIsCommittedAndOthersWithTheirKey() throws Exception {
    startWorker();
    awaitDeliveries(CALLS);
    Set<String> answered = Set.copyOf(outside.answer(ANSWERED));
    await(
        "what was answered is in the log",
        () -> assertThat(committed().keySet()).isEqualTo(answered));

    // Answers are on their way while the leader dies.
    outside.answer(ANSWERED);
    replicas.leader().kill();

    await(
        "results under another leader", () -> assertThat(committed()).hasSizeGreaterThan(ANSWERED));
    workers.getFirst().kill();
    outside.forgetCallers();
    var committed = new HashSet<String>();
    await("told what is in the log", () -> committed.addAll(committed().keySet()));
    int before = outside.deliveries().size();
    startWorker();
    await(
        "each call has its result, or is made again",
        () -> {
          Set<String> known = new HashSet<>(committed().keySet());
          since(before).forEach(delivery -> known.add(delivery.call()));
          assertThat(known).hasSize(CALLS);
        });
    assertThat(since(before))
        .extracting(Delivery::call)
        .isNotEmpty()
        .doesNotContainAnyElementsOf(committed);
    await(
        "all results",
        () -> {
          outside.answer(outside.unanswered());
          assertThat(committed()).hasSize(CALLS);
        });

    assertThatEachCallHasItsKeyAndEndsWithItsResult();
  }

  private void assertThatEachCallHasItsKeyAndEndsWithItsResult() throws Exception {
    Map<String, Instant> results = committed();
    List<Delivery> deliveries = outside.deliveries();
    assertThat(deliveries.stream().map(delivery -> delivery.call() + " " + delivery.key()))
        .as("calls by their keys")
        .satisfies(calls -> assertThat(Set.copyOf(calls)).hasSize(CALLS));
    assertThat(deliveries.stream().map(Delivery::key).distinct()).hasSize(CALLS);
    assertThat(deliveries.stream().map(Delivery::call).distinct()).hasSize(CALLS);
    // The time of a result is that of its entry in the log.
    assertThat(deliveries)
        .as("made again after their result was committed")
        .filteredOn(delivery -> delivery.at().isAfter(results.get(delivery.call()).plus(CLOCKS)))
        .isEmpty();
    for (int run = 0; run < RUNS; run++) {
      int number = run;
      await(
          "the run ends",
          () -> assertThat(run(number).get("phase")).isEqualTo(Value.of("Succeeded")));
    }
  }

  /** Calls that arrived after the first ones, of that number. */
  private List<Delivery> since(int before) {
    List<Delivery> all = outside.deliveries();
    return all.subList(before, all.size());
  }

  private void awaitDeliveries(int count) {
    await(
        count + " deliveries",
        () -> assertThat(outside.deliveries()).hasSizeGreaterThanOrEqualTo(count));
  }

  private void startWorker() throws IOException {
    ApiServer any = replicas.servers().getFirst();
    Path token = Files.writeString(folder.resolve("token"), replicas.issuers().worker());
    workers.add(
        Launched.start(
            "worker",
            folder,
            Map.of(
                "SYNOD_SERVER", replicas.urls(),
                "SYNOD_CA_FILE", any.authority().toString(),
                "SYNOD_TOKEN_FILE", token.toString(),
                "SYNOD_HTTP_PORT", FreePorts.find(1).getFirst().toString(),
                "SYNOD_HTTP_ALLOWED_HOSTS", outside.host(),
                "SYNOD_HTTP_TIMEOUT", "900s",
                "SYNOD_WORKER_TASKS", "" + CALLS)));
  }

  private void declare(String path, String uid, String spec) {
    await(
        "declared, where a leader may only just be elected",
        () -> {
          Answer answer =
              replicas
                  .leader()
                  .call(
                      replicas.issuers().operator(),
                      "PUT",
                      "/v1/declarations/" + path,
                      "{\"uid\":\"%s\",\"generation\":1,\"spec\":%s}".formatted(uid, spec));
          assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        });
  }

  /** When the result of each call that has one came into the log, by the call's URI. */
  private Map<String, Instant> committed() throws IOException, InterruptedException {
    var results = new HashMap<String, Instant>();
    for (int run = 0; run < RUNS; run++) {
      if (run(run).get("steps") instanceof Value.Arr steps) {
        for (Value each : steps.items()) {
          if (each instanceof Value.Obj step
              && Value.of("call").equals(step.get("kind"))
              && step.get("finishedAt") instanceof Value.Str at
              && step.get("name") instanceof Value.Str name) {
            assertThat(step.get("output")).as(step.json()).isEqualTo(Value.of(true));
            results.put(
                "/%s?run=%d".formatted(name.value().substring(1), run), Instant.parse(at.value()));
          }
        }
      }
    }
    return results;
  }

  private Value.Obj run(int number) throws IOException, InterruptedException {
    Answer answer =
        replicas
            .follower()
            .get(replicas.issuers().operator(), "/v1/namespaces/test/runs/run-" + number);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return (Value.Obj) Value.parse(answer.body());
  }

  private static void await(String what, ThrowingRunnable assertion) {
    Awaitility.await(what).atMost(LIMIT).ignoreExceptions().untilAsserted(assertion);
  }
}
