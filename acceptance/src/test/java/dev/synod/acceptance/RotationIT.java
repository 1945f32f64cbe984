package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent's credentials are rotated while it works and others use them for each request anew. */
@ExtendWith(Stack.class)
class RotationIT {
  private static final int CALLERS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Product product = Stack.product();
  private final Runs runs = new Runs(product);
  private final AtomicBoolean ended = new AtomicBoolean();

  @AfterEach
  void bringBackTheSample() {
    overlap("null");
  }

  @Test
  void shouldLoseNoRequestWhenCredentialsAreRotatedUnderLoad() throws Exception {
    product.kubectl("wait", "--for=condition=Ready", "agent/tester", "--timeout=240s").succeeded();
    Path mounted = product.state().resolve("node/review/tester-0");
    var caller =
        new AgentCaller(
            product.state().resolve("ca.crt"),
            mounted,
            URI.create(server() + "/v1/namespaces/review/groups/release-review/state"));
    Map<String, String> former = caller.credentials();
    overlap("\"20s\"");

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answered = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        answered.add(executor.submit(() -> callUntilTheEnd(caller)));
      }
      try {
        product
            .kubectl("annotate", "agent/tester", "synod.dev/rotate-credentials=" + Instant.now())
            .succeeded();
        runs.start("release-review", "review-while-rotating", "{\"repository\": \".\"}");
        Product.await(
            "the agent's files hold the next client's credentials",
            LIMIT,
            () -> !caller.credentials().get("client-id").equals(former.get("client-id")));
        Product.await("the former ones are refused", LIMIT, () -> !caller.isKnown(former));
        assertThat(runs.awaitOutput("review-while-rotating").path("outcome").asText())
            .isEqualTo("released");
      } finally {
        ended.set(true);
      }
      for (Future<Integer> count : answered) {
        assertThat(count.get()).as("requests, all of them answered").isPositive();
      }
    }
    assertThat(caller.isKnown(caller.credentials())).isTrue();
  }

  private void overlap(String value) {
    product
        .kubectl(
            "patch",
            "agent/tester",
            "--type=merge",
            "-p",
            "{\"spec\":{\"identity\":{\"secret\":{\"overlap\":%s}}}}".formatted(value))
        .succeeded();
  }

  private String server() {
    return product
        .kubectl("get", "configmap/synod-endpoints", "-o", "jsonpath={.data.server}")
        .succeeded()
        .out()
        .strip();
  }

  private int callUntilTheEnd(AgentCaller caller) throws Exception {
    int answered = 0;
    while (!ended.get()) {
      assertThat(caller.call()).as("after %d requests", answered).isEqualTo(200);
      answered++;
    }
    return answered;
  }
}
