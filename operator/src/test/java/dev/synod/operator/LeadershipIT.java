package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.KubernetesApi;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lease of real operator processes. */
class LeadershipIT {
  private static final long WAIT_SECONDS_MAX = 120;
  private static KubernetesApi kubernetes;

  @BeforeAll
  static void start() {
    kubernetes = KubernetesApi.start();
    OperatorProcess.install(kubernetes);
  }

  @AfterAll
  static void stop() {
    kubernetes.close();
  }

  @Test
  void shouldGiveLeaseUpWhenTerminatedAndTakeItOverWhenKilled() throws Exception {
    try (OperatorProcess first = start("first");
        OperatorProcess second = standBy("second")) {
      first.terminate();
      assertThat(lease().get().getSpec().getHolderIdentity()).isIn("", "second");
      awaitHolder("second"::equals);
      assertThat(first.log()).contains("Released lease");

      try (OperatorProcess third = standBy("third")) {
        second.kill();
        awaitHolder("third"::equals);
        assertThat(third.isAlive()).isTrue();
      }
      assertThat(lease().get().getSpec().getHolderIdentity()).isEmpty();
    }
  }

  private static OperatorProcess start(String identity) throws Exception {
    OperatorProcess process = launch(identity);
    awaitHolder(identity::equals);
    return process;
  }

  private static OperatorProcess standBy(String identity) throws Exception {
    OperatorProcess process = launch(identity);
    Instant limit = Instant.now().plusSeconds(WAIT_SECONDS_MAX);
    while (!process.log().contains("started in") && Instant.now().isBefore(limit)) {
      assertThat(process.isAlive()).as(process.log()).isTrue();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return process;
  }

  /** With a lease that is soon over. */
  private static OperatorProcess launch(String identity) throws Exception {
    return OperatorProcess.start(
        kubernetes,
        Map.of(
            "SYNOD_LEADER_ELECTION_IDENTITY", identity,
            "SYNOD_LEADER_ELECTION_LEASE", "8s",
            "SYNOD_LEADER_ELECTION_RENEW_DEADLINE", "5s"));
  }

  private static void awaitHolder(Predicate<String> holder) {
    lease()
        .waitUntilCondition(
            lease -> lease != null && holder.test(lease.getSpec().getHolderIdentity()),
            WAIT_SECONDS_MAX,
            TimeUnit.SECONDS);
  }

  private static Resource<Lease> lease() {
    return kubernetes.client().leases().inNamespace("synod-system").withName("synod-operator");
  }
}
