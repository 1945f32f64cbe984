package dev.synod.acceptance;

import static dev.synod.acceptance.Stack.kubectl;
import static dev.synod.acceptance.Stack.synod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sample, as a newcomer sees it. */
@ExtendWith(Stack.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseReviewIT {

  @Test
  @Order(1)
  void shouldSayThatItIsUpWhenStartedAgain() {
    Result again = Stack.dev("up").succeeded();
    assertThat(again.out()).containsIgnoringCase("is up");
  }

  @Test
  @Order(2)
  void shouldCompleteTheReviewOfThisCloneWithNoPerson() {
    kubectl(
            "wait",
            "-n",
            "review",
            "--for=condition=Completed",
            "workflowrun/review",
            "--timeout=120s")
        .succeeded();
    Result reason =
        kubectl(
            "get",
            "-n",
            "review",
            "workflowrun/review",
            "-o",
            "jsonpath={.status.conditions[?(@.type=='Completed')].reason}");
    assertThat(reason.out()).isEqualTo("Succeeded");
  }

  @Test
  @Order(3)
  void shouldPrintTheReportFromTheSharedState() throws Exception {
    Result got =
        synod(
                "state",
                "get",
                "reports/review",
                "-n",
                "review",
                "-g",
                "release-review",
                "-o",
                "json")
            .succeeded();
    JsonNode report = new ObjectMapper().readTree(got.out());
    assertThat(report.toString()).contains("historian", "licensor", "tester", "risk");
  }

  @Test
  @Order(4)
  void shouldShowUsefulColumns() {
    assertThat(kubectl("get", "agents,groups,workflows,runs", "-n", "review").succeeded().out())
        .contains("historian", "licensor", "tester", "risk", "lead")
        .contains("release-review")
        .contains("Succeeded");
  }

  @Test
  @Order(5)
  void shouldTellWhatTheRiskyRunWaitsForAndMoveOnWhenApproved() {
    Stack.run(Duration.ofMinutes(1), "examples/release-review/risky/make-risky-repository")
        .succeeded();
    kubectl("apply", "-f", "examples/release-review/risky").succeeded();

    Stack.await(
        "the risky run asks a person",
        Duration.ofMinutes(2),
        () ->
            synod("why", "run/review-risky", "-n", "review")
                .out()
                .toLowerCase(java.util.Locale.ROOT)
                .contains("approv"));
    Result why = synod("why", "run/review-risky", "-n", "review").succeeded();
    assertThat(why.out()).contains("editor").containsIgnoringCase("since");

    synod("approve", "review-risky", "-n", "review", "--as", "admin", "--comment", "Known fixture.")
        .succeeded();

    kubectl(
            "wait",
            "-n",
            "review",
            "--for=condition=Completed",
            "workflowrun/review-risky",
            "--timeout=120s")
        .succeeded();
  }
}
