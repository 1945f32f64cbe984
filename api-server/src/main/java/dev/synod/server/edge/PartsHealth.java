package dev.synod.server.edge;

import dev.synod.log.LogStatus;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.governance.PolicyActivation;
import dev.synod.server.projection.Projector;
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

  @Inject
  public PartsHealth(ReplicatedLog log, PolicyActivation policy, Projector projector) {
    this.log = log;
    this.policy = policy;
    this.projector = projector;
  }

  /** Whether requests can be answered here. */
  public boolean isLogReady() {
    LogStatus status = log.status();
    return switch (status.role()) {
      case LEADER -> status.ready();
      case FOLLOWER, LISTENER -> status.leader() != null;
      case CANDIDATE, STOPPED -> false;
    };
  }

  /** Whether a policy is in force, so that anything can be allowed. */
  public boolean isPolicyKnown() {
    return log.state().permits().policyRevision() > 0;
  }

  /** A word for each part. */
  public SortedMap<String, String> words() {
    var words = new TreeMap<String, String>();
    words.put("log", isLogReady() ? "Up" : "NotReady");
    words.put("policy", isPolicyKnown() ? "Up" : "NotActivated");
    words.put("opa", policy.isOpaReachable() ? "Up" : "Unreachable");
    words.put("history", projector.word());
    return words;
  }
}
