package dev.synod.server.governance;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.permit.PermitCommand.ActivatePolicy;
import dev.synod.kernel.permit.Permits;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.replica.ReplicaFacts;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts a policy bundle in force, by a command, once OPA answers by it. Only the leader does. */
@ApplicationScoped
public class PolicyActivation {
  private static final Logger LOG = Logger.getLogger(PolicyActivation.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long STAGING_MILLIS = 50;
  private static final long COMMIT_LIMIT_MILLIS = 5_000;

  private final BundleEndpoint bundles;
  private final OpaClient opa;
  private final ReplicatedLog log;
  private final ReplicaFacts facts;
  private volatile boolean stopped;
  private volatile boolean opaReachable;
  private @Nullable Thread thread;

  @Inject
  public PolicyActivation(
      BundleEndpoint bundles, OpaClient opa, ReplicatedLog log, ReplicaFacts facts) {
    this.facts = facts;
    this.bundles = bundles;
    this.opa = opa;
    this.log = log;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("policy-activation").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Whether OPA answered when it was last asked for its revision. */
  public boolean isOpaReachable() {
    return opaReachable;
  }

  private void run() {
    while (!stopped) {
      try {
        look();
        TimeUnit.MILLISECONDS.sleep(inForce(log.state().permits()) ? LOOK_MILLIS : STAGING_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void look() throws InterruptedException {
    try {
      String staged = opa.revision().get(COMMIT_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
      opaReachable = true;
      facts.staged(staged);
      if (log.status().leads()
          && !inForce(log.state().permits())
          && staged.equals(bundles.revision())) {
        activate(staged);
      }
    } catch (ExecutionException | TimeoutException e) {
      opaReachable = false;
      facts.staged("");
      LOG.debugf(e, "OPA can't be asked for its revision");
    }
  }

  private boolean inForce(Permits permits) {
    return permits.policyDigest().equals(bundles.revision());
  }

  private void activate(String revision)
      throws InterruptedException, ExecutionException, TimeoutException {
    var command = new ActivatePolicy(log.state().permits().policyRevision() + 1, revision);
    Reply reply =
        log.submit(new Request(Origin.system(), command, Bytes.EMPTY), Lane.CRITICAL)
            .get(COMMIT_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    switch (reply) {
      case Reply.Applied _ ->
          LOG.infof("Policy %s is in force as revision %d", revision, command.policyRevision());
      case Reply.Rejected rejected ->
          LOG.warnf("Policy %s is not in force: %s", revision, rejected.rejection().message());
    }
  }
}
