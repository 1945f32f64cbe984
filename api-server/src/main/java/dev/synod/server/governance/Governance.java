package dev.synod.server.governance;

import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Scope;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.governance.Decision.Reason;
import dev.synod.server.governance.Leaves.Left;
import dev.synod.server.identity.Subject;
import dev.synod.server.replica.DivergedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Says who may do what. A decision of OPA holds for a subject, an action and a scope as long as the
 * policy says, the members of the scope's group stay the same and the policy revision is in force;
 * for a change it is logged as a permit, which the kernel checks again when the change commits.
 * Without OPA, what was decided serves to its end, and then nothing is allowed.
 */
@ApplicationScoped
public class Governance {
  private final Leaves leaves;
  private final ContentJudge judge;
  private final Narrowing narrowing;
  private final OpaClient opa;
  private final DecisionLog kept;
  private final ReplicatedLog log;

  @Inject
  Governance(
      Leaves leaves,
      ContentJudge judge,
      Narrowing narrowing,
      OpaClient opa,
      DecisionLog kept,
      ReplicatedLog log) {
    this.leaves = leaves;
    this.judge = judge;
    this.narrowing = narrowing;
    this.opa = opa;
    this.kept = kept;
    this.log = log;
  }

  /**
   * Leave to ask for a change, which {@link #toWrite} decides about once it is known. Completes
   * exceptionally with {@link DeniedException}, {@link PolicyUnavailableException}, or {@link
   * DivergedException} where nobody may rely on what is here.
   */
  public CompletableFuture<Grant> toAsk(Subject subject, String action, Scope scope) {
    return leaves.leave(subject, action, scope, false).thenApply(Left::grant);
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
    var given = new ArrayList<CompletableFuture<Leave>>(commands.size());
    for (Command command : commands) {
      var wish = new Wish(command.action(), command.scope());
      given.add(
          asked
              .computeIfAbsent(wish, w -> leaves.leave(subject, w.action(), w.scope(), true))
              .thenCompose(
                  left ->
                      left.policies().isEmpty()
                          ? CompletableFuture.completedFuture(
                              told(left, left.grant(), new Content.Change(command)))
                          : toWrite(subject, command))
              .handle(
                  (grant, failure) ->
                      new Leave(grant, failure == null ? null : Attempts.cause(failure))));
    }
    return CompletableFuture.allOf(given.toArray(CompletableFuture[]::new))
        .thenApply(all -> given.stream().map(CompletableFuture::join).toList());
  }

  /**
   * Leave to show a state to whom leave to read was given on a basis that may be older: before this
   * replica had heard of a policy, or of a change of members, that the state has. Fails as {@link
   * #toAsk} does.
   *
   * @return the grant that holds by now; empty where the one that was given does
   */
  public CompletableFuture<Optional<Grant>> toShow(KernelState state, Right right, Basis given) {
    return Basis.of(state, right.scope()).equals(given)
        ? CompletableFuture.completedFuture(Optional.empty())
        : toRead(right).thenApply(Optional::of);
  }

  private record Wish(String action, Scope scope) {}

  /** Either a grant or why there is none. */
  public record Leave(@Nullable Grant grant, @Nullable Throwable failure) {}

  /** With what is to be told of quotas that don't bind; those that do are in the permit. */
  private Grant told(Left left, Grant grant, Content content) {
    return left.decision() != null && content instanceof Content.Change(var command)
        ? grant.warning(narrowing.overQuota(left.decision(), command))
        : grant;
  }

  /** Leave for one request, once those are asked who look at its content. */
  private CompletableFuture<Grant> judged(Right right, int attempt) {
    boolean change = right.content() instanceof Content.Change;
    return leaves
        .leave(right.subject(), right.action(), right.scope(), change)
        .thenCompose(
            left ->
                left.decision() == null || left.policies().isEmpty()
                    ? CompletableFuture.completedFuture(told(left, left.grant(), right.content()))
                    : judge
                        .judge(right, left, left.decision())
                        .thenApply(grant -> grant.map(given -> told(left, given, right.content())))
                        .thenCompose(
                            grant ->
                                grant
                                    .map(CompletableFuture::completedFuture)
                                    .orElseGet(
                                        () ->
                                            Attempts.again(
                                                attempt, () -> judged(right, attempt + 1)))));
  }

  /** What decisions in a scope rest on now; whoever keeps something open looks at it. */
  public Basis basis(Scope scope) {
    return Basis.of(log.state(), scope);
  }

  /** Forgets what was decided on this question, because the kernel found it stale. */
  public void forget(Subject subject, String action, Scope scope) {
    leaves.forget(subject, action, scope);
  }

  /** Keeps a refusal that is no policy's, and answers it. */
  public DeniedException refuse(Subject subject, String action, Scope scope, Reason why) {
    var question = Question.of(subject, action, scope, log.state());
    Decision decision = Decision.withoutPolicy(opa.input(question), why);
    return new DeniedException(question, decision).recordedAs(kept.denied(question, 0, decision));
  }
}
