package dev.synod.server.governance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.Scope;
import dev.synod.kernel.permit.Permit;
import dev.synod.kernel.permit.PermitCommand.GrantPermit;
import dev.synod.kernel.permit.PermitDecision;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.governance.Decision.Reason;
import dev.synod.server.identity.Subject;
import dev.synod.server.replica.DivergedException;
import dev.synod.server.replica.Serving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says who may do what. A decision of OPA holds for a subject, an action and a scope as long as the
 * policy says, the members of the scope's group stay the same and the policy revision is in force;
 * for a change it is logged as a permit, which the kernel checks again when the change commits.
 * Without OPA, what was decided serves to its end, and then nothing is allowed.
 */
@ApplicationScoped
public class Governance {
  /** How long a no is kept, so that a caller who insists doesn't load OPA. */
  private static final Duration DENIAL_KEPT = Duration.ofSeconds(1);

  private static final Duration LIFETIME_MIN = Duration.ofSeconds(1);
  private static final int ATTEMPTS_MAX = 40;
  private static final long ATTEMPT_PAUSE_MILLIS = 50;

  private final OpaClient opa;
  private final Narrowing narrowing;
  private final DecisionLog kept;
  private final ReplicatedLog log;
  private final GovernanceConfig config;
  private final Serving serving;
  private final ConcurrentHashMap<DecisionKey, Cached> decisions = new ConcurrentHashMap<>();

  @Inject
  public Governance(
      OpaClient opa,
      Narrowing narrowing,
      DecisionLog kept,
      ReplicatedLog log,
      GovernanceConfig config,
      Serving serving) {
    this.kept = kept;
    this.opa = opa;
    this.narrowing = narrowing;
    this.log = log;
    this.config = config;
    this.serving = serving;
  }

  /**
   * Leave to read, or to ask for a change. Completes exceptionally with {@link DeniedException},
   * {@link PolicyUnavailableException}, or {@link DivergedException} where nobody may rely on what
   * is here.
   */
  public CompletableFuture<Grant> toRead(Subject subject, String action, Scope scope) {
    Optional<DivergedException> refusal = serving.refusal();
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(refusal.get());
    }
    DecisionKey key = key(subject, action, scope);
    return decided(subject, key)
        .decision()
        .thenApply(decision -> new Grant(0, key.policyRevision(), decision.warnings()))
        .exceptionallyCompose(failure -> permitInForce(subject, key, failure));
  }

  /** Leave to change something, with a logged permit. Fails as {@link #toRead} does. */
  public CompletableFuture<Grant> toWrite(Subject subject, String action, Scope scope) {
    Optional<DivergedException> refusal = serving.refusal();
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(refusal.get());
    }
    DecisionKey key = key(subject, action, scope);
    Cached cached = decided(subject, key);
    return cached
        .decision()
        .thenCompose(
            decision ->
                cached
                    .permit(() -> logPermit(subject, key, cached, decision))
                    .thenApply(
                        permit -> new Grant(permit, key.policyRevision(), decision.warnings())))
        .exceptionallyCompose(failure -> permitInForce(subject, key, failure));
  }

  /** What decisions in a scope rest on now; whoever keeps something open looks at it. */
  public Basis basis(Scope scope) {
    KernelState state = log.state();
    return new Basis(state.permits().policyRevision(), PermitDecision.epoch(state, scope));
  }

  /** Forgets what was decided on this question, because the kernel found it stale. */
  public void forget(Subject subject, String action, Scope scope) {
    decisions
        .keySet()
        .removeIf(
            key ->
                key.subject().equals(subject.id())
                    && key.action().equals(action)
                    && key.scope().equals(scope));
  }

  private DecisionKey key(Subject subject, String action, Scope scope) {
    KernelState state = log.state();
    return new DecisionKey(
        subject.id(),
        subject.roles(),
        action,
        scope,
        PermitDecision.epoch(state, scope),
        state.permits().policyRevision());
  }

  private Cached decided(Subject subject, DecisionKey key) {
    long now = System.nanoTime();
    Cached cached =
        decisions.compute(
            key,
            (k, present) ->
                present == null || present.isExpired(now) ? begin(subject, key) : present);
    renewInTime(subject, key, cached, now);
    makeRoom(now);
    return cached;
  }

  private Cached begin(Subject subject, DecisionKey key) {
    var cached = new Cached(ask(subject, key, 1));
    settle(cached);
    return cached;
  }

  private static void settle(Cached cached) {
    long askedAt = System.nanoTime();
    var _ =
        cached
            .decision()
            .whenComplete(
                (decision, failure) ->
                    cached.expiresAt(askedAt + kept(decision, failure).toNanos()));
  }

  private static Duration kept(@Nullable Decision decision, @Nullable Throwable failure) {
    if (failure != null) {
      return unwrap(failure) instanceof DeniedException ? DENIAL_KEPT : Duration.ZERO;
    }
    return decision == null || decision.lifetime().compareTo(LIFETIME_MIN) < 0
        ? LIFETIME_MIN
        : decision.lifetime();
  }

  /**
   * Asks OPA, again where it answers by another policy than the one in force, for it is about to
   * change.
   */
  private CompletableFuture<Decision> ask(Subject subject, DecisionKey key, int attempt) {
    Question question = question(subject, key);
    ObjectNode input = opa.input(question);
    return opa.decide(input)
        .thenCompose(base -> narrowing.narrow(input, base))
        .thenCompose(
            decision -> {
              if (decision.revision().isEmpty()
                  || !decision.revision().equals(log.state().permits().policyDigest())) {
                return attempt < ATTEMPTS_MAX
                    ? later(() -> ask(subject, key, attempt + 1))
                    : CompletableFuture.failedFuture(
                        new PolicyUnavailableException(
                            "Expected a decision by the policy in force, but OPA has another revision; try again."));
              }
              return decision.allowed()
                  ? CompletableFuture.completedFuture(decision)
                  : CompletableFuture.failedFuture(new DeniedException(question, decision));
            });
  }

  private static <T> CompletableFuture<T> later(Supplier<CompletableFuture<T>> work) {
    return CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(ATTEMPT_PAUSE_MILLIS, TimeUnit.MILLISECONDS))
        .thenCompose(paused -> work.get());
  }

  private Question question(Subject subject, DecisionKey key) {
    return Question.of(subject, key.action(), key.scope(), log.state());
  }

  /** Renews what is in use shortly before it ends; a failure leaves the old decision to its end. */
  private void renewInTime(Subject subject, DecisionKey key, Cached cached, long now) {
    if (!cached.decision().isDone()
        || cached.decision().isCompletedExceptionally()
        || cached.leftNanos(now) > config.renewBefore().toNanos()
        || !cached.claimRenewal()) {
      return;
    }
    var renewed = new Cached(ask(subject, key, 1));
    settle(renewed);
    var _ =
        renewed
            .decision()
            .whenComplete(
                (decision, failure) -> {
                  boolean unavailable =
                      failure != null && !(unwrap(failure) instanceof DeniedException);
                  if (unavailable) {
                    cached.giveUpRenewal();
                  } else {
                    decisions.replace(key, cached, renewed);
                  }
                });
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

  private CompletableFuture<Long> logPermit(
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
            decision.kept().id());
    return log.submit(new Request(Origin.system(), command, Bytes.EMPTY), Lane.CRITICAL)
        .exceptionallyCompose(Governance::notLogged)
        .thenCompose(
            reply ->
                switch (reply) {
                  case Reply.Applied applied -> {
                    kept.allowed(question(subject, key), key.policyRevision(), decision);
                    yield CompletableFuture.completedFuture(applied.id());
                  }
                  case Reply.Rejected rejected -> {
                    decisions.remove(key, cached);
                    yield CompletableFuture.failedFuture(
                        new PolicyUnavailableException(
                            "Expected to log a permit, but: " + rejected.rejection().message()));
                  }
                });
  }

  private static CompletableFuture<Reply> notLogged(Throwable failure) {
    Throwable cause = unwrap(failure);
    return CompletableFuture.failedFuture(
        cause instanceof NotLeaderException
            ? new PolicyUnavailableException(
                "Expected to log a permit, but this replica does not lead, or not yet; nothing was changed. Try again.")
            : cause);
  }

  /**
   * A permit that was logged before this process began still counts where OPA can't be asked. Not
   * for people, whose roles may have changed since: a permit doesn't say by which role it was
   * granted.
   */
  private CompletableFuture<Grant> permitInForce(
      Subject subject, DecisionKey key, Throwable failure) {
    if (unwrap(failure) instanceof PolicyUnavailableException
        && subject.kind() != Subject.Kind.PERSON) {
      KernelState state = log.state();
      for (Permit permit : state.permits().table().values()) {
        if (permit.subject().equals(key.subject())
            && permit.action().equals(key.action())
            && permit.scope().equals(key.scope())
            && permit.epoch() == key.epoch()
            && permit.policyRevision() == key.policyRevision()
            && permit.expiresAtMillis() > state.clock().timeMillis()) {
          return CompletableFuture.completedFuture(
              new Grant(permit.id(), key.policyRevision(), List.of()));
        }
      }
    }
    return CompletableFuture.failedFuture(
        unwrap(failure) instanceof DeniedException denied
            ? denied.recordedAs(
                kept.denied(denied.question(), key.policyRevision(), denied.decision()))
            : unwrap(failure));
  }

  /** Keeps a refusal that is no policy's, and answers it. */
  public DeniedException refuse(Subject subject, String action, Scope scope, Reason why) {
    var question = Question.of(subject, action, scope, log.state());
    Decision decision = Decision.withoutPolicy(opa.input(question), why);
    return new DeniedException(question, decision).recordedAs(kept.denied(question, 0, decision));
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
