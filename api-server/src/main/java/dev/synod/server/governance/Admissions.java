package dev.synod.server.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.Scope;
import dev.synod.kernel.value.Value;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.identity.Subject;
import dev.synod.server.replica.DivergedException;
import dev.synod.server.replica.Serving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Judges changes of resources in Kubernetes. Each is a question of its own. */
@ApplicationScoped
public class Admissions {
  private static final int ATTEMPTS_MAX = 40;
  private static final long ATTEMPT_PAUSE_MILLIS = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpaClient opa;
  private final Narrowing narrowing;
  private final DecisionLog kept;
  private final ReplicatedLog log;
  private final Serving serving;

  @Inject
  Admissions(
      OpaClient opa, Narrowing narrowing, DecisionLog kept, ReplicatedLog log, Serving serving) {
    this.opa = opa;
    this.narrowing = narrowing;
    this.kept = kept;
    this.log = log;
    this.serving = serving;
  }

  /**
   * A change that somebody wants to make.
   *
   * @param groups of the subject
   * @param object as it is to be; null where it is deleted
   * @param existing as it is; null where it is created
   * @param isDryRun whether nothing is changed whatever the answer is
   */
  public record Change(
      Subject subject,
      SortedSet<String> groups,
      String action,
      Scope scope,
      Resource resource,
      Value object,
      Value existing,
      boolean isDryRun) {}

  /** What a change is about. */
  public record Resource(String kind, String name) {}

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
    return ask(question, change, 1).thenApply(decision -> answer(question, change, decision));
  }

  private Answer answer(Question question, Change change, Decision decision) {
    if (change.isDryRun()) {
      return new Answer(decision, "");
    }
    long revision = log.state().permits().policyRevision();
    if (!decision.allowed()) {
      return new Answer(decision, kept.denied(question, revision, decision));
    }
    kept.allowed(question, revision, decision);
    return new Answer(decision, decision.kept().id());
  }

  private CompletableFuture<Decision> ask(Question question, Change change, int attempt) {
    ObjectNode input = input(question, change);
    return opa.decide(input)
        .thenCompose(base -> narrowed(input, base, change.isDryRun()))
        .thenCompose(
            decision -> {
              if (!decision.revision().isEmpty()
                  && decision.revision().equals(log.state().permits().policyDigest())) {
                return CompletableFuture.completedFuture(decision);
              }
              return attempt < ATTEMPTS_MAX
                  ? CompletableFuture.runAsync(
                          () -> {},
                          CompletableFuture.delayedExecutor(
                              ATTEMPT_PAUSE_MILLIS, TimeUnit.MILLISECONDS))
                      .thenCompose(_ -> ask(question, change, attempt + 1))
                  : CompletableFuture.failedFuture(
                      new PolicyUnavailableException(
                          "Expected a decision by the policy in force, but OPA has another revision; try again."));
            });
  }

  /** A change that is only tried counts nowhere. */
  private CompletableFuture<Decision> narrowed(
      ObjectNode input, OpaClient.Base base, boolean isDryRun) {
    return isDryRun && base.decision().allowed()
        ? narrowing
            .said(input, base.policies())
            .thenApply(said -> Narrowing.merge(base.decision(), said))
        : narrowing.narrow(input, base);
  }

  private ObjectNode input(Question question, Change change) {
    ObjectNode input = opa.input(question);
    ObjectNode resource = input.putObject("resource");
    resource.put("kind", change.resource().kind()).put("name", change.resource().name());
    resource.set("object", json(change.object()));
    input.set("existing", json(change.existing()));
    return input;
  }

  private static JsonNode json(Value value) {
    try {
      return JSON.readTree(value.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected a value that is JSON.", e);
    }
  }
}
