package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parts die in the middle of runs; the runs complete with no manual step, and no step's result is
 * applied twice.
 */
@ExtendWith(Stack.class)
class FaultsIT {
  private static final int STEPS_PER_TURN = 4;
  private static final int BEGUN = 20;

  /** Steps, more than a run does between a look at it and what follows the look. */
  private static final int FURTHER = 60;

  private final Product product = Stack.product();
  private final Runs runs = new Runs(product);

  /** The second is killed once the run goes on without the first, which may still be away. */
  @ParameterizedTest
  @CsvSource({
    "keycloak, api-server",
    "etcd, worker",
    "node, opa",
    "operator, postgresql",
    "kube-apiserver, kube-controller-manager"
  })
  void shouldCompleteRunsWhenPartsAreKilled(String first, String second) {
    String counting = "count-without-" + first;
    String review = "review-without-" + first;
    runs.start("count-until-told", counting, "{}");
    runs.start("release-review", review, "{\"repository\": \".\"}");

    int done = awaitDone(counting, BEGUN);
    long killedFirst = product.kill(first);
    done = awaitDone(counting, done + FURTHER);
    long killedSecond = product.kill(second);
    awaitDone(counting, done + FURTHER);
    runs.tell(counting + "-ends");

    JsonNode counted = runs.awaitOutput(counting);
    assertThat(counted.path("turns").asInt()).isGreaterThan(2 * FURTHER / STEPS_PER_TURN);
    assertThat(counted.path("counted").asInt()).isEqualTo(counted.path("turns").asInt());
    assertThat(runs.awaitOutput(review).path("outcome").asText()).isEqualTo("released");
    product.awaitAnother(first, killedFirst);
    product.awaitAnother(second, killedSecond);
  }

  private int awaitDone(String name, int steps) {
    return runs.awaitDone(name, steps).path("progress").path("done").asInt();
  }

  @Test
  void shouldCompleteTheReviewWhenAnInstanceOfAnAgentIsKilled() {
    runs.start("release-review", "review-without-historian", "{\"repository\": \".\"}");

    product.killPod("historian-0");

    assertThat(runs.awaitOutput("review-without-historian").path("outcome").asText())
        .isEqualTo("released");
  }
}
