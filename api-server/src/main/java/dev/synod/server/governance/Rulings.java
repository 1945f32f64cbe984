package dev.synod.server.governance;

import static java.util.function.Predicate.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.Scope;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.governance.Cached.Ruling;
import dev.synod.server.identity.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What policy says to a subject, an action and a scope, whatever the content: asked for once,
 * renewed while it is in use, and forgotten where there are more than the limit.
 */
@ApplicationScoped
class Rulings {
  /** How long a no is kept, so that a caller who insists doesn't load OPA. */
  private static final Duration DENIAL_KEPT = Duration.ofSeconds(1);

  private static final Duration LIFETIME_MIN = Duration.ofSeconds(1);

  private final OpaClient opa;
  private final Narrowing narrowing;
  private final ReplicatedLog log;
  private final GovernanceConfig config;
  private final ConcurrentHashMap<DecisionKey, Cached> decisions = new ConcurrentHashMap<>();

  @Inject
  Rulings(OpaClient opa, Narrowing narrowing, ReplicatedLog log, GovernanceConfig config) {
    this.opa = opa;
    this.narrowing = narrowing;
    this.log = log;
    this.config = config;
  }

  /** The decision that holds, or is being made. */
  Cached on(Subject subject, DecisionKey key) {
    long now = System.nanoTime();
    var fresh = new Cached();
    Cached cached =
        decisions.compute(
            key, (k, present) -> present == null || present.isExpired(now) ? fresh : present);
    if (cached == fresh) {
      // Not within the map, for this may go on with what others wait for.
      begin(subject, key, fresh);
    }
    renewInTime(subject, key, cached, now);
    makeRoom(now);
    return cached;
  }

  /** Forgets what was decided on this question. */
  void forget(Subject subject, String action, Scope scope) {
    decisions
        .keySet()
        .removeIf(
            key ->
                key.subject().equals(subject.id())
                    && key.action().equals(action)
                    && key.scope().equals(scope));
  }

  /** Forgets one decision, unless there is another by now. */
  void forget(DecisionKey key, Cached cached) {
    decisions.remove(key, cached);
  }

  private void begin(Subject subject, DecisionKey key, Cached cached) {
    long askedAt = System.nanoTime();
    var _ =
        CompletableFuture.completedFuture(1)
            .thenCompose(attempt -> ask(subject, key, attempt))
            .whenComplete(
                (ruling, failure) ->
                    cached.settle(ruling, failure, askedAt + kept(ruling, failure).toNanos()));
  }

  private static Duration kept(@Nullable Ruling ruling, @Nullable Throwable failure) {
    if (failure != null) {
      return Attempts.cause(failure) instanceof DeniedException ? DENIAL_KEPT : Duration.ZERO;
    }
    return ruling == null || ruling.decision().lifetime().compareTo(LIFETIME_MIN) < 0
        ? LIFETIME_MIN
        : ruling.decision().lifetime();
  }

  /**
   * Asks OPA, again where it answers by another policy than the one in force, for it is about to
   * change.
   */
  private CompletableFuture<Ruling> ask(Subject subject, DecisionKey key, int attempt) {
    var question = Question.of(subject, key.action(), key.scope(), log.state());
    ObjectNode input = opa.input(question);
    return opa.decide(input)
        .thenCompose(base -> ruling(input, base))
        .thenCompose(
            ruling -> {
              Decision decision = ruling.decision();
              if (decision.revision().isEmpty()
                  || !decision.revision().equals(log.state().permits().policyDigest())) {
                return Attempts.again(attempt, () -> ask(subject, key, attempt + 1));
              }
              return decision.allowed()
                  ? CompletableFuture.completedFuture(ruling)
                  : CompletableFuture.failedFuture(new DeniedException(question, decision));
            });
  }

  private CompletableFuture<Ruling> ruling(ObjectNode input, OpaClient.Base base) {
    List<Applicable> left = base.policies().stream().filter(Applicable::looksAtContent).toList();
    List<Applicable> now =
        base.policies().stream().filter(not(Applicable::looksAtContent)).toList();
    return narrowing
        .narrow(input, base.decision(), now)
        .thenApply(decision -> new Ruling(decision, left));
  }

  /** Renews what is in use shortly before it ends; a failure leaves the old decision to its end. */
  private void renewInTime(Subject subject, DecisionKey key, Cached cached, long now) {
    if (!cached.ruling().isDone()
        || cached.ruling().isCompletedExceptionally()
        || cached.leftNanos(now) > config.renewBefore().toNanos()
        || !cached.claimRenewal()) {
      return;
    }
    var renewed = new Cached();
    var _ =
        renewed
            .ruling()
            .whenComplete(
                (ruling, failure) -> {
                  boolean unavailable =
                      failure != null && !(Attempts.cause(failure) instanceof DeniedException);
                  if (unavailable) {
                    cached.giveUpRenewal();
                  } else {
                    decisions.replace(key, cached, renewed);
                  }
                });
    begin(subject, key, renewed);
  }

  private void makeRoom(long now) {
    if (decisions.size() > config.decisionsMax()) {
      decisions.values().removeIf(cached -> cached.isExpired(now));
      var oldest = decisions.keySet().iterator();
      while (decisions.size() > config.decisionsMax() && oldest.hasNext()) {
        oldest.next();
        oldest.remove();
      }
    }
  }
}
