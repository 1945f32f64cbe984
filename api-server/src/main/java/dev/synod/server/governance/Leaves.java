package dev.synod.server.governance;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Scope;
import dev.synod.kernel.permit.PermitDecision;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.identity.Subject;
import dev.synod.server.replica.DivergedException;
import dev.synod.server.replica.Serving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives leave as far as that can be done without the content, by a decision of OPA; or, where OPA
 * can't be asked, by a permit that is in the log.
 */
@ApplicationScoped
class Leaves {
  private final Rulings rulings;
  private final PermitLog permits;
  private final DecisionLog kept;
  private final ReplicatedLog log;
  private final Serving serving;

  @Inject
  Leaves(Rulings rulings, PermitLog permits, DecisionLog kept, ReplicatedLog log, Serving serving) {
    this.rulings = rulings;
    this.permits = permits;
    this.kept = kept;
    this.log = log;
    this.serving = serving;
  }

  /**
   * Leave that still rests on the policies who look at the content, if there are any.
   *
   * @param decision of OPA; null where it could not be asked
   */
  record Left(
      DecisionKey key, Grant grant, @Nullable Decision decision, List<Applicable> policies) {}

  /**
   * Leave for a subject, by what it rests on now. Completes exceptionally with {@link
   * DeniedException}, {@link PolicyUnavailableException}, or {@link DivergedException} where nobody
   * may rely on what is here.
   *
   * @param permit whether something is changed, so that a permit is logged
   */
  CompletableFuture<Left> leave(Subject subject, String action, Scope scope, boolean permit) {
    return leave(subject, new Wish(action, scope, permit), 1);
  }

  private record Wish(String action, Scope scope, boolean permit) {}

  private CompletableFuture<Left> leave(Subject subject, Wish wish, int attempt) {
    Optional<DivergedException> refusal = serving.refusal();
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(refusal.get());
    }
    DecisionKey key = key(subject, wish.action(), wish.scope());
    Cached cached = rulings.on(subject, key);
    return cached
        .ruling()
        .thenCompose(
            ruling ->
                (wish.permit()
                        ? cached.permit(
                            () -> permits.grant(subject, key, cached, ruling.decision()))
                        : CompletableFuture.completedFuture(0L))
                    .thenApply(
                        id ->
                            new Left(
                                key,
                                new Grant(id, key.policyRevision(), ruling.decision().warnings()),
                                ruling.decision(),
                                ruling.left())))
        .exceptionallyCompose(
            failure ->
                Attempts.cause(failure) instanceof StalePermitException
                    ? Attempts.again(attempt, () -> leave(subject, wish, attempt + 1))
                    : without(subject, key, Attempts.cause(failure)));
  }

  /** Forgets what was decided on this question; the next who asks has it decided anew. */
  void forget(Subject subject, String action, Scope scope) {
    rulings.forget(subject, action, scope);
  }

  /** Leave where no decision was had: by a permit that is in force, where OPA can't be asked. */
  private CompletableFuture<Left> without(Subject subject, DecisionKey key, Throwable why) {
    return switch (why) {
      case PolicyUnavailableException unavailable ->
          permits
              .inForce(subject, key)
              .map(permit -> new Grant(permit.id(), key.policyRevision(), List.of()))
              .map(grant -> new Left(key, grant, null, List.of()))
              .map(CompletableFuture::completedFuture)
              .orElseGet(() -> CompletableFuture.failedFuture(unavailable));
      case DeniedException denied -> {
        String id = kept.denied(denied.question(), key.policyRevision(), denied.decision());
        yield CompletableFuture.failedFuture(denied.recordedAs(id));
      }
      default -> CompletableFuture.failedFuture(why);
    };
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
}
