package dev.synod.server.edge;

import dev.synod.log.LogStatus;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.governance.PolicyActivation;
import dev.synod.server.projection.Projector;
import dev.synod.server.replica.Serving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the parts are that this server rests on; each word says what is wrong, or {@code Up}. */
@ApplicationScoped
public class PartsHealth {
  private final ReplicatedLog log;
  private final PolicyActivation policy;
  private final Projector projector;
  private final Serving serving;

  @Inject
  public PartsHealth(
      ReplicatedLog log, PolicyActivation policy, Projector projector, Serving serving) {
    this.log = log;
    this.policy = policy;
    this.projector = projector;
    this.serving = serving;
  }

  /** Whether requests can be answered here. */
  public boolean isLogReady() {
    if (serving.divergence().isPresent()) {
      return false;
    }
    LogStatus status = log.status();
    return switch (status.role()) {
      case LEADER -> status.ready();
      case FOLLOWER, LISTENER -> status.leader() != null;
      case CANDIDATE, STOPPED -> false;
    };
  }

  /** Whether a policy is in force that OPA here does not still wait for. */
  public boolean isPolicyKnown() {
    return isPolicyActive() && policy.isTaken();
  }

  private boolean isPolicyActive() {
    return log.state().permits().policyRevision() > 0;
  }

  private String policyWord() {
    if (!isPolicyActive()) {
      return "NotActivated";
    }
    return policy.isTaken() ? "Up" : "NotTaken";
  }

  private String logWord() {
    if (serving.divergence().isPresent()) {
      return "Diverged";
    }
    return isLogReady() ? "Up" : "NotReady";
  }

  /** A word for each part. */
  public SortedMap<String, String> words() {
    var words = new TreeMap<String, String>();
    words.put("log", logWord());
    words.put("policy", policyWord());
    words.put("opa", policy.isOpaReachable() ? "Up" : "Unreachable");
    words.put("history", projector.word());
    return words;
  }
}
