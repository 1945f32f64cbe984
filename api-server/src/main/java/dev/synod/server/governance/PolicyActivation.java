package dev.synod.server.governance;

import dev.synod.kernel.Command;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.permit.PermitCommand.ActivatePolicy;
import dev.synod.kernel.permit.Permits;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.policy.PolicyCommand.RefusePolicy;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.ReplicatedLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is declared to be in force: composes the bundle of the state, waits until every OPA
 * that decides has taken it, and then puts it in force by a command. Only the leader submits; a
 * policy that OPA doesn't take is left out by a command too, so that the others don't wait for it.
 */
@ApplicationScoped
public class PolicyActivation {
  private static final Logger LOG = Logger.getLogger(PolicyActivation.class);
  private static final long FOLLOW_MILLIS = 50;
  private static final int FOLLOWS_PER_LOOK = 20;
  private static final long ANSWER_LIMIT_MILLIS = 5_000;

  private final BundleEndpoint bundles;
  private final Staging staging;
  private final OpaStatus status;
  private final PolicyTallies tallies;
  private final ReplicatedLog log;
  private volatile boolean stopped;
  private volatile boolean opaReachable;
  private volatile boolean opaAway;
  private volatile boolean taken;
  private String told = "";
  private @Nullable Thread thread;

  @Inject
  public PolicyActivation(
      BundleEndpoint bundles,
      Staging staging,
      OpaStatus status,
      PolicyTallies tallies,
      ReplicatedLog log) {
    this.bundles = bundles;
    this.staging = staging;
    this.status = status;
    this.tallies = tallies;
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

  /**
   * Whether there is something to decide by: OPA here has had the policy in force since this
   * process began, unlike one beside a replica that has just joined; or it is away, and logged
   * permits count.
   */
  public boolean isTaken() {
    return taken || opaAway;
  }

  private void run() {
    for (int turn = 0; !stopped; turn++) {
      try {
        TimeUnit.MILLISECONDS.sleep(FOLLOW_MILLIS);
        Permits permits = log.state().permits();
        bundles.follow(permits.policies());
        if (turn % FOLLOWS_PER_LOOK == 0 || !taken || !inForce(permits)) {
          look(turn % FOLLOWS_PER_LOOK == 0);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.errorf(e, "Policies could not be looked after; it is tried again");
      }
    }
  }

  /**
   * Activates what is staged, once it is.
   *
   * @param thoroughly also looks for why it is not
   */
  private void look(boolean thoroughly) throws InterruptedException {
    try {
      String _ = within(staging.ask());
      opaReachable = true;
      opaAway = false;
      taken = taken || hasTaken();
    } catch (ExecutionException | TimeoutException e) {
      opaReachable = false;
      opaAway = true;
      LOG.debugf(e, "OPA can't be asked for its revision");
    }
    if (log.status().leads() && !inForce(log.state().permits())) {
      goOn(thoroughly);
    }
  }

  private void goOn(boolean thoroughly) throws InterruptedException {
    try {
      Composition wanted = bundles.composition();
      if (within(staging.everywhere()).equals(Set.of(wanted.bundle().revision()))) {
        activate(wanted);
      } else if (thoroughly && opaReachable) {
        within(status.refusal()).ifPresent(this::leaveOut);
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.debugf(e, "The policy that is declared can't be put in force yet");
    }
  }

  private boolean hasTaken() {
    String own = staging.own();
    return !own.isEmpty() && own.equals(log.state().permits().policyDigest());
  }

  private static <T> T within(CompletableFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(ANSWER_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private boolean inForce(Permits permits) {
    return permits.policyDigest().equals(bundles.revision())
        && permits.policies().composedAt() == bundles.composition().changedAt();
  }

  private void activate(Composition composition)
      throws InterruptedException, ExecutionException, TimeoutException {
    Policies policies = log.state().permits().policies();
    var declared = new HashSet<PolicyRef>();
    policies.table().values().forEach(policy -> declared.add(policy.ref()));
    tallies.keep(declared);
    String digest = composition.bundle().revision();
    var command =
        new ActivatePolicy(
            log.state().permits().policyRevision() + 1,
            digest,
            composition.changedAt(),
            composition.baseOnly());
    Reply reply = within(submit(command));
    switch (reply) {
      case Reply.Applied _ ->
          LOG.infof("Policy %s is in force as revision %d", digest, command.policyRevision());
      case Reply.Rejected rejected ->
          LOG.warnf("Policy %s is not in force: %s", digest, rejected.rejection().message());
    }
  }

  /** Leaves out each declared policy in whose module OPA has found something. */
  private void leaveOut(OpaStatus.Refusal refusal) {
    if (refusal.fetchedAt().isBefore(bundles.servedSince())) {
      return;
    }
    Map<String, Policy> byFile = new HashMap<>();
    for (Policy policy : log.state().permits().policies().included()) {
      byFile.put(Composition.file(policy.ref()), policy);
    }
    boolean known = false;
    for (OpaStatus.Finding finding : refusal.findings()) {
      Policy policy = byFile.remove(finding.file());
      if (policy != null) {
        known = true;
        LOG.warnf("Policy %s is left out: %s", policy.ref(), finding.message());
        var _ =
            submit(
                new RefusePolicy(
                    policy.ref(),
                    policy.revision(),
                    "row %d, column %d: %s"
                        .formatted(
                            finding.row() - Composition.LINES_BEFORE,
                            finding.column(),
                            finding.message())));
      }
    }
    String message = refusal.message() + " " + refusal.findings();
    if (!known && !told.equals(message)) {
      told = message;
      LOG.errorf("OPA does not take policy bundle %s: %s", bundles.revision(), message);
    }
  }

  private CompletableFuture<Reply> submit(Command command) {
    return log.submit(new Request(Origin.system(), command, Bytes.EMPTY), Lane.CRITICAL);
  }
}
