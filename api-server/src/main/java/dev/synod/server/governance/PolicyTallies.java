package dev.synod.server.governance;

import dev.synod.kernel.policy.PolicyRef;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what each declared policy said since this process began, each time that it was asked: once
 * for a decision that holds for many requests, and for each request where it looks at content.
 */
@ApplicationScoped
public class PolicyTallies {
  private static final Tally NONE = new Tally(0, 0);

  private final ConcurrentHashMap<PolicyRef, Tally> tallies = new ConcurrentHashMap<>();
  private final MeterRegistry metrics;

  @Inject
  PolicyTallies(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /**
   * How often a policy was asked.
   *
   * @param allowed times that it did not object
   * @param denied times that it did, whatever its mode makes of that
   */
  public record Tally(long allowed, long denied) {
    private Tally plus(boolean objects) {
      return objects ? new Tally(allowed, denied + 1) : new Tally(allowed + 1, denied);
    }
  }

  /** What a policy said so far. */
  public Tally of(PolicyRef ref) {
    return tallies.getOrDefault(ref, NONE);
  }

  void count(List<Narrowing.Said> all) {
    for (Narrowing.Said said : all) {
      count(said.policy(), said.objects(), result(said));
    }
  }

  private void count(Applicable policy, boolean objects, String result) {
    tallies.merge(
        new PolicyRef(policy.namespace(), policy.name()),
        NONE.plus(objects),
        (before, one) -> before.plus(objects));
    metrics
        .counter(
            "synod_governance_policy_decisions",
            "policy",
            policy.toString(),
            "mode",
            policy.mode(),
            "result",
            result)
        .increment();
  }

  /**
   * Counts a change that the policy's quota has no room for, where the kernel doesn't refuse it.
   */
  void overQuota(Applicable policy) {
    count(policy, true, "denied");
  }

  private static String result(Narrowing.Said said) {
    return said.verdict().hasFailed() ? "failed" : said.objects() ? "denied" : "allowed";
  }

  /** Forgets policies that are declared no more. */
  void keep(java.util.Set<PolicyRef> declared) {
    tallies.keySet().retainAll(declared);
  }
}
