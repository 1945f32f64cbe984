package dev.synod.operator.policy;

import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.condition.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Judges policies, each generation once: a child process is too much for every live status. */
@ApplicationScoped
class PolicyVerdicts {
  private final ModuleCheck modules;
  private final String systemNamespace;
  private final Map<String, Judged> judged = new ConcurrentHashMap<>();

  private record Judged(Long generation, Verdict verdict) {}

  PolicyVerdicts(ModuleCheck modules, OperatorConfiguration configuration) {
    this.modules = modules;
    this.systemNamespace = configuration.systemNamespace();
  }

  /** Whether a policy can be declared as it is. */
  Verdict of(GovernancePolicy policy) {
    var metadata = policy.getMetadata();
    Judged known = judged.get(metadata.getUid());
    if (known != null && known.generation().equals(metadata.getGeneration())) {
      return known.verdict();
    }
    Verdict understood = PolicyChecks.understood(policy, systemNamespace);
    Verdict verdict =
        understood.isTrue()
            ? modules.check(metadata.getNamespace(), metadata.getName(), policy.getSpec())
            : understood;
    if (verdict.reason() != PolicyReason.CHECK_FAILED) {
      judged.put(metadata.getUid(), new Judged(metadata.getGeneration(), verdict));
    }
    return verdict;
  }

  /** Forgets a policy that is gone. */
  void forget(GovernancePolicy policy) {
    judged.remove(policy.getMetadata().getUid());
  }
}
