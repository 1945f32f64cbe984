package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sample, as a newcomer sees it. */
@ExtendWith(Stack.class)
class ReleaseReviewIT {
  private static final String RISKY = "acceptance/target/risky";

  @TempDir Path directory;

  private final Product product = Stack.product();
  private final Runs runs = new Runs(product);

  @BeforeAll
  static void makeRiskyRepository() {
    Stack.product()
        .run(
            Duration.ofMinutes(1),
            "examples/release-review/risky/make-risky-repository",
            Product.ROOT.resolve(RISKY).toString())
        .succeeded();
  }

  @Test
  void shouldCompleteTheReviewOfThisCloneWithNoPerson() {
    awaitCompleted("review");

    Result reason =
        product.kubectl(
            "get",
            "workflowrun/review",
            "-o",
            "jsonpath={.status.conditions[?(@.type=='Completed')].reason}");
    assertThat(reason.out()).isEqualTo("Succeeded");
    Result report = product.synod("state", "get", "reports/review").succeeded();
    assertThat(report.out()).contains("historian", "licensor", "tester", "risk", "released");
  }

  @Test
  void shouldShowUsefulColumns() {
    awaitCompleted("review");

    // Agents that another test has ended come back.
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(
            () ->
                assertThat(product.kubectl("get", "agents,groups,workflows,runs").succeeded().out())
                    .containsPattern("agent.synod.dev/historian +True +Connected +2 ")
                    .containsPattern(
                        "coordinationgroup.synod.dev/release-review +True +MembersConnected +5 +5")
                    .containsPattern(
                        "workflow.synod.dev/release-review +True +Valid +release-review")
                    .containsPattern(
                        "workflowrun.synod.dev/review +release-review +Succeeded +13 +13"));
  }

  @Test
  void shouldTellWhatTheRiskyRunWaitsForAndReleaseWhenAPersonApproves() {
    review("review-approved", "10m");

    String why = awaitApproval("review-approved");
    assertThat(why).contains("role editor", "since", "Release " + RISKY, "rejected by itself at");
    assertThat(product.synod("approve", "review-approved", "--as", "viewer").exit()).isEqualTo(4);
    product
        .synod("approve", "review-approved", "--as", "admin", "--comment", "Known fixture.")
        .succeeded();

    JsonNode output = runs.awaitOutput("review-approved");
    assertThat(output.path("outcome").asText()).isEqualTo("released");
    assertThat(output.path("decidedBy").asText()).isEqualTo("person");
  }

  @Test
  void shouldLetSomebodyElseDecideThanWhoStartedTheRunWhereDutiesAreSeparated() throws Exception {
    String page = Files.readString(Product.ROOT.resolve("docs/governance.md"));
    int begin = page.indexOf("```yaml\n", page.indexOf("### Policies that come with Synod"));
    Path manifest = directory.resolve("duties.yaml");
    Files.writeString(
        manifest, page.substring(begin + "```yaml\n".length(), page.indexOf("```", begin + 3)));
    product.kubectl("apply", "-f", manifest.toString()).succeeded();
    try {
      product
          .kubectl("wait", "--for=condition=Active", "governancepolicy/duties", "--timeout=240s")
          .succeeded();
      review("review-separated", "10m");
      awaitApproval("review-separated");

      Result own = product.synod("approve", "review-separated", "--as", "admin");
      assertThat(own.exit()).isEqualTo(4);
      assertThat(own.err()).contains("who starts a run does not decide its approvals");
      product.synod("approve", "review-separated", "--as", "governor").succeeded();

      assertThat(runs.awaitOutput("review-separated").path("outcome").asText())
          .isEqualTo("released");
    } finally {
      product.kubectl("delete", "-f", manifest.toString()).succeeded();
    }
  }

  @Test
  void shouldRejectTheRiskyReleaseWhenNobodyAnswersInTime() {
    review("review-unanswered", "2s");

    JsonNode output = runs.awaitOutput("review-unanswered");

    assertThat(output.path("outcome").asText()).isEqualTo("rejected");
    assertThat(output.path("decidedBy").asText()).isEqualTo("timeout");
  }

  private void review(String name, String approvalTimeout) {
    runs.start(
        "release-review",
        name,
        "{\"repository\": \"%s\", \"approvalTimeout\": \"%s\"}".formatted(RISKY, approvalTimeout));
  }

  private String awaitApproval(String run) {
    Product.await(
        run + " asks a person",
        Duration.ofMinutes(5),
        () -> product.synod("why", "run/" + run).out().contains("approval/"));
    return product.synod("why", "run/" + run).succeeded().out();
  }

  private void awaitCompleted(String run) {
    product
        .kubectl("wait", "--for=condition=Completed", "workflowrun/" + run, "--timeout=240s")
        .succeeded();
  }
}
