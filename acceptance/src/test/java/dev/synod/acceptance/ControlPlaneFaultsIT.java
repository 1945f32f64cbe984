package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators that both believe they lead, and Kubernetes that is away for a minute. */
@ExtendWith(Stack.class)
class ControlPlaneFaultsIT {
  private static final Duration AWAY = Duration.ofMinutes(1);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String GROUP = "twice-led";

  private final Product product = Stack.product();
  private final Runs runs = new Runs(product);

  @Test
  void shouldAgreeWhenAPausedOperatorWakesUpBesideItsSuccessor() throws Exception {
    apply(
        """
        apiVersion: synod.dev/v1alpha1
        kind: CoordinationGroup
        metadata: {name: twice-led}
        spec: {members: {selector: {matchLabels: {team: review}}}}
        """);
    long paused = product.pid("operator");
    Process successor =
        product.another(
            "operator",
            Map.of(
                "SYNOD_LEADER_ELECTION_IDENTITY", "successor",
                "SYNOD_HTTP_PORT", "0",
                "SYNOD_WEBHOOK_PORT", "0"));
    try {
      // The admission webhooks are served by the operator that does not answer.
      admission("Ignore");
      product.signal("STOP", paused);
      Product.await("the successor leads", LIMIT, () -> holder().equals("successor"));
      change(1);
      awaitReconciled("the successor reconciles");

      product.signal("CONT", paused);
      change(2);

      awaitReconciled("the change is reconciled");
      product.awaitAnother("operator", paused);
      assertThat(holder()).isEqualTo("successor");
      change(3);
      awaitReconciled("a change beside one that stands by is reconciled");
      shouldRest();
    } finally {
      if (ProcessHandle.of(paused).isPresent()) {
        product.signal("CONT", paused);
      }
      successor.destroyForcibly().waitFor();
      admission("Fail");
    }
    Product.await("the other one leads", LIMIT, () -> !holder().equals("successor"));
    change(4);
    awaitReconciled("the other one reconciles");
    shouldRest();
    product.kubectl("delete", "coordinationgroup", GROUP).succeeded();
  }

  @Test
  void shouldCoordinateWhileKubernetesIsAwayForAMinute() {
    apply(
        """
        apiVersion: synod.dev/v1alpha1
        kind: WorkflowRun
        metadata: {name: review-before}
        spec: {workflowRef: {name: release-review}, input: {repository: .}}
        """);
    runs.awaitDone("review-before", 1);
    long supervisor = product.pid("supervisor");
    product.signal("STOP", supervisor);
    long killed = product.kill("kube-apiserver");
    long until = System.nanoTime() + AWAY.toNanos();
    try {
      for (int round = 0; System.nanoTime() < until; round++) {
        runs.start("count", "count-without-kubernetes-" + round, "{}");
        assertThat(runs.awaitOutput("count-without-kubernetes-" + round).asInt())
            .isEqualTo(Runs.TURNS);
      }
      assertThat(runs.awaitOutput("review-before").path("outcome").asText()).isEqualTo("released");
      assertThat(product.kubectl("get", "agents").exit()).isNotZero();
    } finally {
      product.signal("CONT", supervisor);
    }
    product.awaitAnother("kube-apiserver", killed);
    product
        .kubectl("wait", "--for=condition=Completed", "workflowrun/review-before", "--timeout=240s")
        .succeeded();
  }

  private void apply(String manifest) {
    product.shell("kubectl apply -n review -f - <<'EOF'\n%sEOF\n".formatted(manifest)).succeeded();
  }

  private void admission(String failurePolicy) {
    for (String kind : List.of("mutatingwebhookconfiguration", "validatingwebhookconfiguration")) {
      product
          .kubectl(
              "patch",
              kind,
              "synod",
              "--type=json",
              "-p",
              "[{\"op\":\"replace\",\"path\":\"/webhooks/0/failurePolicy\",\"value\":\"%s\"}]"
                  .formatted(failurePolicy))
          .succeeded();
    }
  }

  private String holder() {
    return product
        .kubectl(
            "get",
            "lease",
            "synod-operator",
            "-n",
            "synod-system",
            "-o",
            "jsonpath={.spec.holderIdentity}")
        .succeeded()
        .out();
  }

  private void change(int minimum) {
    product
        .kubectl(
            "patch",
            "coordinationgroup",
            GROUP,
            "--type=merge",
            "-p",
            "{\"spec\":{\"members\":{\"minimum\":%d}}}".formatted(minimum))
        .succeeded();
  }

  private void awaitReconciled(String what) {
    Product.await(
        what,
        LIMIT,
        () -> {
          String[] seen =
              group(
                      "{.metadata.generation} {.status.observedGeneration} {.status.conditions[?(@.type=='Ready')].status}")
                  .split(" ", -1);
          return seen[0].equals(seen[1]) && seen[2].equals("True");
        });
  }

  /** Nobody writes what another one writes back: the resource does not change by itself. */
  private void shouldRest() {
    var last = new AtomicReference<>("");
    Awaitility.await("the group rests")
        .during(Duration.ofSeconds(10))
        .atMost(LIMIT)
        .until(
            () -> {
              String version = group("{.metadata.resourceVersion}");
              return version.equals(last.getAndSet(version));
            });
  }

  private String group(String path) {
    return product
        .kubectl("get", "coordinationgroup", GROUP, "-o", "jsonpath=" + path)
        .succeeded()
        .out();
  }
}
