package dev.synod.server.governance;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.permit.Permit;
import dev.synod.kernel.permit.PermitCommand.GrantPermit;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ReplicatedLog;
import dev.synod.rego.Sight;
import dev.synod.server.identity.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Logs allowances as permits, which the kernel checks again when a change commits. */
@ApplicationScoped
class PermitLog {
  private final Rulings rulings;
  private final DecisionLog kept;
  private final ReplicatedLog log;

  @Inject
  PermitLog(Rulings rulings, DecisionLog kept, ReplicatedLog log) {
    this.rulings = rulings;
    this.kept = kept;
    this.log = log;
  }

  /**
   * Logs a permit for as long as a decision holds, and completes with its id; exceptionally with
   * {@link StalePermitException} where what it rests on has changed, or {@link
   * PolicyUnavailableException} where the kernel rejects it otherwise or this replica does not
   * lead.
   */
  CompletableFuture<Long> grant(
      Subject subject, DecisionKey key, Cached cached, Decision decision) {
    long millis = Math.max(1, Duration.ofNanos(cached.leftNanos(System.nanoTime())).toMillis());
    var command =
        new GrantPermit(
            key.subject(),
            key.action(),
            key.scope(),
            key.policyRevision(),
            key.epoch(),
            millis,
            decision.kept().id(),
            Quotas.enforced(decision.ceilings(), key.action()));
    return log.submit(new Request(Origin.system(), command, Bytes.EMPTY), Lane.CRITICAL)
        .exceptionallyCompose(PermitLog::notLogged)
        .thenCompose(
            reply ->
                switch (reply) {
                  case Reply.Applied applied -> {
                    var question = Question.of(subject, key.action(), key.scope(), log.state());
                    kept.allowed(question, key.policyRevision(), decision);
                    yield CompletableFuture.completedFuture(applied.id());
                  }
                  case Reply.Rejected rejected -> {
                    rulings.forget(key, cached);
                    yield CompletableFuture.failedFuture(refused(rejected.rejection()));
                  }
                });
  }

  private static RuntimeException refused(Rejection rejection) {
    String message = "Expected to log a permit, but: " + rejection.message();
    return switch (rejection.code()) {
      case POLICY_STALE, PERMIT_STALE -> new StalePermitException(message);
      default -> new PolicyUnavailableException(message);
    };
  }

  private static CompletableFuture<Reply> notLogged(Throwable failure) {
    Throwable cause = Attempts.cause(failure);
    return CompletableFuture.failedFuture(
        cause instanceof NotLeaderException
            ? new PolicyUnavailableException(
                "Expected to log a permit, but this replica does not lead, or not yet; nothing was changed. Try again.")
            : cause);
  }

  /**
   * A permit that was logged before this process began still counts where OPA can't be asked. Not
   * for people, whose roles may have changed since: a permit doesn't say by which role it was
   * granted. And not where a policy looks at what is asked for.
   */
  Optional<Permit> inForce(Subject subject, DecisionKey key) {
    KernelState state = log.state();
    if (subject.kind() != Subject.Kind.PERSON && nobodyLooksAtContent(state)) {
      for (Permit permit : state.permits().table().values()) {
        if (permit.subject().equals(key.subject())
            && permit.action().equals(key.action())
            && permit.scope().equals(key.scope())
            && permit.epoch() == key.epoch()
            && permit.policyRevision() == key.policyRevision()
            && permit.expiresAtMillis() > state.clock().timeMillis()) {
          return Optional.of(permit);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean nobodyLooksAtContent(KernelState state) {
    return state.permits().policies().included().stream()
        .allMatch(policy -> Sight.of(policy.spec().module()).isEmpty());
  }
}
