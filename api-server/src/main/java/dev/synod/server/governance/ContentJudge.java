package dev.synod.server.governance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.log.ReplicatedLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks those policies that look at the content of one request, and keeps what they say. */
@ApplicationScoped
class ContentJudge {
  private final OpaClient opa;
  private final Narrowing narrowing;
  private final DecisionLog kept;
  private final ReplicatedLog log;

  @Inject
  ContentJudge(OpaClient opa, Narrowing narrowing, DecisionLog kept, ReplicatedLog log) {
    this.opa = opa;
    this.narrowing = narrowing;
    this.kept = kept;
    this.log = log;
  }

  /**
   * Completes with the grant for one request; with none where another policy answers than the one
   * in force, so that leave is to be asked for again; exceptionally with {@link DeniedException} or
   * {@link PolicyUnavailableException}.
   *
   * @param left leave that still rests on the content
   * @param decision without the content
   */
  CompletableFuture<Optional<Grant>> judge(Right right, Leaves.Left left, Decision decision) {
    DecisionKey key = left.key();
    var question = Question.of(right.subject(), key.action(), key.scope(), log.state());
    ObjectNode input =
        narrowing.withContent(opa.input(question), right.content(), right.scope(), left.policies());
    return narrowing
        .narrow(input, decision.on(input), left.policies())
        .thenCompose(narrowed -> grant(right, left, question, narrowed));
  }

  private CompletableFuture<Optional<Grant>> grant(
      Right right, Leaves.Left left, Question question, Decision narrowed) {
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
        Optional.of(left.grant().warning(narrowed.warnings())));
  }
}
