package dev.synod.server.governance;

import static java.util.function.Predicate.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.Command;
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
import dev.synod.server.governance.Cached.Ruling;
import dev.synod.server.governance.Decision.Reason;
import dev.synod.server.identity.Subject;
import dev.synod.server.replica.DivergedException;
import dev.synod.server.replica.Serving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
   * Leave to ask for a change, which {@link #toWrite} decides about once it is known. Completes
   * exceptionally with {@link DeniedException}, {@link PolicyUnavailableException}, or {@link
   * DivergedException} where nobody may rely on what is here.
   */
  public CompletableFuture<Grant> toAsk(Subject subject, String action, Scope scope) {
    return leave(subject, key(subject, action, scope), false).thenApply(Left::grant);
  }

  /** Leave to read. Fails as {@link #toAsk} does. */
  public CompletableFuture<Grant> toRead(Right right) {
    return judged(right, 1);
  }

  /** Leave to change something, with a logged permit. Fails as {@link #toAsk} does. */
  public CompletableFuture<Grant> toWrite(Subject subject, Command command) {
    return judged(
        new Right(subject, command.action(), command.scope(), new Content.Change(command)), 1);
  }

  /**
   * Leave for each of many changes, looked up once for each action and scope. The future itself
   * doesn't fail.
   */
  public CompletableFuture<List<Leave>> toWrite(Subject subject, List<? extends Command> commands) {
    var asked = new HashMap<Wish, CompletableFuture<Left>>();
    var leaves = new ArrayList<CompletableFuture<Leave>>(commands.size());
    for (Command command : commands) {
      var wish = new Wish(command.action(), command.scope());
      leaves.add(
          asked
              .computeIfAbsent(wish, w -> leave(subject, key(subject, w.action(), w.scope()), true))
              .thenCompose(
                  left ->
                      left.policies().isEmpty()
                          ? CompletableFuture.completedFuture(
                              granted(left, new Content.Change(command)))
                          : toWrite(subject, command))
              .handle(
                  (grant, failure) -> new Leave(grant, failure == null ? null : unwrap(failure))));
    }
    return CompletableFuture.allOf(leaves.toArray(CompletableFuture[]::new))
        .thenApply(all -> leaves.stream().map(CompletableFuture::join).toList());
  }

  private record Wish(String action, Scope scope) {}

  /** Either a grant or why there is none. */
  public record Leave(@Nullable Grant grant, @Nullable Throwable failure) {}

  /** Leave as far as it can be given without the content, and the policies that look at that. */
  private record Left(
      DecisionKey key, Grant grant, @Nullable Decision decision, List<Applicable> policies) {}

  private CompletableFuture<Left> leave(Subject subject, DecisionKey key, boolean permit) {
    Optional<DivergedException> refusal = serving.refusal();
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(refusal.get());
    }
    Cached cached = decided(subject, key);
    return cached
        .ruling()
        .thenCompose(
            ruling ->
                (permit
                        ? cached.permit(() -> logPermit(subject, key, cached, ruling.decision()))
                        : CompletableFuture.completedFuture(0L))
                    .thenApply(
                        id ->
                            new Left(
                                key,
                                new Grant(id, key.policyRevision(), ruling.decision().warnings()),
                                ruling.decision(),
                                ruling.left())))
        .exceptionallyCompose(failure -> permitInForce(subject, key, failure));
  }

  /** With what is to be told of quotas that don't bind; those that do are in the permit. */
  private Grant granted(Left left, Content content) {
    return left.decision() != null && content instanceof Content.Change(var command)
        ? left.grant().warning(narrowing.overQuota(left.decision(), command))
        : left.grant();
  }

  /** Leave for one request, once those are asked who look at its content. */
  private CompletableFuture<Grant> judged(Right right, int attempt) {
    boolean change = right.content() instanceof Content.Change;
    return leave(right.subject(), key(right.subject(), right.action(), right.scope()), change)
        .thenCompose(
            left ->
                left.decision() == null || left.policies().isEmpty()
                    ? CompletableFuture.completedFuture(granted(left, right.content()))
                    : judge(right, left, left.decision())
                        .thenCompose(
                            grant ->
                                grant
                                    .map(CompletableFuture::completedFuture)
                                    .orElseGet(
                                        () -> again(attempt, () -> judged(right, attempt + 1)))));
  }

  /** Empty where another policy answers than the one that is in force. */
  private CompletableFuture<Optional<Grant>> judge(Right right, Left left, Decision decision) {
    Question question = question(right.subject(), left.key());
    ObjectNode input =
        narrowing.withContent(opa.input(question), right.content(), right.scope(), left.policies());
    return narrowing
        .narrow(input, decision.on(input), left.policies())
        .thenCompose(
            narrowed -> {
              if (narrowed.revision().isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              long revision = left.key().policyRevision();
              if (!narrowed.allowed()) {
                return CompletableFuture.failedFuture(
                    new DeniedException(question, narrowed)
                        .recordedAs(kept.denied(question, revision, narrowed)));
              }
              if (right.content() instanceof Content.Change) {
                kept.allowedContent(question, revision, narrowed);
              }
              return CompletableFuture.completedFuture(
                  Optional.of(granted(left, right.content()).warning(narrowed.warnings())));
            });
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
            .ruling()
            .whenComplete(
                (ruling, failure) -> cached.expiresAt(askedAt + kept(ruling, failure).toNanos()));
  }

  private static Duration kept(@Nullable Ruling ruling, @Nullable Throwable failure) {
    if (failure != null) {
      return unwrap(failure) instanceof DeniedException ? DENIAL_KEPT : Duration.ZERO;
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
    Question question = question(subject, key);
    ObjectNode input = opa.input(question);
    return opa.decide(input)
        .thenCompose(base -> ruling(input, base))
        .thenCompose(
            ruling -> {
              Decision decision = ruling.decision();
              if (decision.revision().isEmpty()
                  || !decision.revision().equals(log.state().permits().policyDigest())) {
                return again(attempt, () -> ask(subject, key, attempt + 1));
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

  /** Asks again in a moment, where OPA answered by another policy than the one in force. */
  static <T> CompletableFuture<T> again(int attempt, Supplier<CompletableFuture<T>> work) {
    return attempt < ATTEMPTS_MAX
        ? later(work)
        : CompletableFuture.failedFuture(
            new PolicyUnavailableException(
                "Expected a decision by the policy in force, but OPA has another revision; try again."));
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
    if (!cached.ruling().isDone()
        || cached.ruling().isCompletedExceptionally()
        || cached.leftNanos(now) > config.renewBefore().toNanos()
        || !cached.claimRenewal()) {
      return;
    }
    var renewed = new Cached(ask(subject, key, 1));
    settle(renewed);
    var _ =
        renewed
            .ruling()
            .whenComplete(
                (ruling, failure) -> {
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
            decision.kept().id(),
            Quotas.enforced(decision.ceilings(), key.action()));
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
   * granted. And not where a policy looks at what is asked for.
   */
  private CompletableFuture<Left> permitInForce(
      Subject subject, DecisionKey key, Throwable failure) {
    if (unwrap(failure) instanceof PolicyUnavailableException
        && subject.kind() != Subject.Kind.PERSON
        && nobodyLooksAtContent()) {
      KernelState state = log.state();
      for (Permit permit : state.permits().table().values()) {
        if (permit.subject().equals(key.subject())
            && permit.action().equals(key.action())
            && permit.scope().equals(key.scope())
            && permit.epoch() == key.epoch()
            && permit.policyRevision() == key.policyRevision()
            && permit.expiresAtMillis() > state.clock().timeMillis()) {
          var grant = new Grant(permit.id(), key.policyRevision(), List.of());
          return CompletableFuture.completedFuture(new Left(key, grant, null, List.of()));
        }
      }
    }
    return CompletableFuture.failedFuture(
        unwrap(failure) instanceof DeniedException denied
            ? denied.recordedAs(
                kept.denied(denied.question(), key.policyRevision(), denied.decision()))
            : unwrap(failure));
  }

  private boolean nobodyLooksAtContent() {
    return log.state().permits().policies().included().stream()
        .allMatch(policy -> Sight.of(policy.spec().module()).isEmpty());
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
