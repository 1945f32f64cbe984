package dev.synod.server.governance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.Action;
import dev.synod.kernel.Scope;
import dev.synod.kernel.permit.Permits;
import dev.synod.kernel.value.Value;
import dev.synod.log.ReplicatedLog;
import dev.synod.rego.Sight;
import dev.synod.server.identity.Subject;
import dev.synod.server.replica.DivergedException;
import dev.synod.server.replica.Serving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

/**
 * Judges changes of resources in Kubernetes. Each is asked about anew, with its content: what is
 * changed is not in the log, so that there is no permit for it.
 */
@ApplicationScoped
public class Admissions {
  private final OpaClient opa;
  private final Narrowing narrowing;
  private final Contents contents;
  private final DecisionLog kept;
  private final ReplicatedLog log;
  private final Serving serving;

  @Inject
  Admissions(
      OpaClient opa,
      Narrowing narrowing,
      Contents contents,
      DecisionLog kept,
      ReplicatedLog log,
      Serving serving) {
    this.opa = opa;
    this.narrowing = narrowing;
    this.contents = contents;
    this.kept = kept;
    this.log = log;
    this.serving = serving;
  }

  /**
   * A change that somebody wants to make.
   *
   * @param groups of the subject
   * @param isDryRun whether nothing is changed whatever the answer is
   */
  public record Change(
      Subject subject,
      SortedSet<String> groups,
      String action,
      Scope scope,
      Resource resource,
      boolean isDryRun) {}

  /**
   * What a change is about.
   *
   * @param object as it is to be; {@code null} in JSON where it is deleted
   * @param existing as it is; {@code null} in JSON where it is created
   */
  public record Resource(String kind, String name, Value object, Value existing) {
    private Content content() {
      return new Content.Given(
          Value.of(Map.of("kind", Value.of(kind), "name", Value.of(name), "object", object)),
          existing);
    }
  }

  /**
   * What policy says of it.
   *
   * @param id under which it is kept; empty where it is not
   */
  public record Answer(Decision decision, String id) {}

  /**
   * Asks policy. Completes exceptionally with {@link PolicyUnavailableException}, or {@link
   * DivergedException} where nobody may rely on what is here.
   */
  public CompletableFuture<Answer> judge(Change change) {
    Optional<DivergedException> refusal = serving.refusal();
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(refusal.get());
    }
    var question = new Question(change.subject(), change.groups(), change.action(), change.scope());
    return ask(question, change, 1).thenApply(decided -> keep(question, change, decided));
  }

  /** A change that is only tried counts nowhere. */
  private Answer keep(Question question, Change change, Decided decided) {
    Decision decision = decided.decision();
    if (change.isDryRun()) {
      return new Answer(decision, "");
    }
    String object = change.resource().kind() + "/" + change.resource().name();
    return new Answer(decision, kept.about(object, question, decided.policyRevision(), decision));
  }

  /** A decision, and the revision of the policy that made it. */
  private record Decided(Decision decision, long policyRevision) {}

  private CompletableFuture<Decided> ask(Question question, Change change, int attempt) {
    Content content = change.resource().content();
    ObjectNode asked =
        contents.with(
            opa.input(question),
            content,
            change.scope(),
            EnumSet.of(Sight.RESOURCE, Sight.EXISTING),
            log.state());
    return opa.decide(asked)
        .thenCompose(
            base -> {
              ObjectNode input =
                  narrowing.withContent(asked, content, change.scope(), base.policies());
              return narrowed(input, base, change.isDryRun())
                  .thenApply(decision -> underQuotas(decision, change));
            })
        .thenCompose(
            decision -> {
              Permits inForce = log.state().permits();
              return !decision.revision().isEmpty()
                      && decision.revision().equals(inForce.policyDigest())
                  ? CompletableFuture.completedFuture(
                      new Decided(decision, inForce.policyRevision()))
                  : Attempts.again(attempt, () -> ask(question, change, attempt + 1));
            });
  }

  private Decision underQuotas(Decision decision, Change change) {
    return change.action().equals(Action.RESOURCE_CREATE)
        ? narrowing.creating(
            decision, change.resource().kind(), change.scope().namespace(), change.isDryRun())
        : decision;
  }

  private CompletableFuture<Decision> narrowed(
      ObjectNode input, OpaClient.Base base, boolean isDryRun) {
    Decision decision = base.decision().on(input);
    return isDryRun && decision.allowed()
        ? narrowing
            .said(Asker.of(input), input, base.policies())
            .thenApply(said -> Narrowing.merge(decision, said))
        : narrowing.narrow(input, decision, base.policies());
  }
}
