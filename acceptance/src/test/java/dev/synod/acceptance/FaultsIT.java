package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parts die in the middle of runs; the runs complete with no manual step, and no step's result is
 * applied twice.
 */
@ExtendWith(Stack.class)
class FaultsIT {
  private static final int BEGUN = 15;

  private final Product product = Stack.product();
  private final Runs runs = new Runs(product);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api-server",
        "worker",
        "operator",
        "node",
        "opa",
        "postgresql",
        "keycloak",
        "etcd",
        "kube-apiserver",
        "kube-controller-manager"
      })
  void shouldCompleteRunsWhenAPartIsKilled(String part) {
    String counting = "count-without-" + part;
    String review = "review-without-" + part;
    runs.start("count", counting, "{}");
    runs.start("release-review", review, "{\"repository\": \".\"}");
    runs.awaitDone(counting, BEGUN);

    long killed = product.kill(part);

    assertThat(runs.awaitOutput(counting).asInt()).isEqualTo(Runs.TURNS);
    assertThat(runs.awaitOutput(review).path("outcome").asText()).isEqualTo("released");
    product.awaitAnother(part, killed);
  }

  @Test
  void shouldCompleteTheReviewWhenAnInstanceOfAnAgentIsKilled() {
    runs.start("release-review", "review-without-historian", "{\"repository\": \".\"}");

    product.killPod("historian-0");

    assertThat(runs.awaitOutput("review-without-historian").path("outcome").asText())
        .isEqualTo("released");
  }
}
