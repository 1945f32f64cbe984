package dev.synod.server.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.Scope;
import dev.synod.kernel.quota.Countable;
import dev.synod.kernel.value.Value;
import dev.synod.log.ReplicatedLog;
import dev.synod.rego.Sight;
import dev.synod.server.identity.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells what would be decided, by the policies in force and by a draft; nothing follows from it.
 */
@ApplicationScoped
public class Trials {
  /** Questions that OPA is asked at once. */
  private static final int ASKED_AT_ONCE = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpaClient opa;
  private final Narrowing narrowing;
  private final Contents contents;
  private final DraftVerdicts drafts;
  private final ReplicatedLog log;
  private final String systemNamespace;

  @Inject
  Trials(
      OpaClient opa,
      Narrowing narrowing,
      Contents contents,
      DraftVerdicts drafts,
      ReplicatedLog log,
      GovernanceConfig config) {
    this.opa = opa;
    this.narrowing = narrowing;
    this.contents = contents;
    this.drafts = drafts;
    this.log = log;
    this.systemNamespace = config.systemNamespace();
  }

  /**
   * A question.
   *
   * @param input as policy sees it
   */
  public record Asked(String action, Scope scope, Value input) {}

  /**
   * What would be decided.
   *
   * @param digest of the bundle that was asked
   * @param notAsked policies that look at content, where the question has none
   */
  public record Told(
      boolean allowed,
      List<Decision.Reason> reasons,
      List<Decision.Reason> warnings,
      String digest,
      List<String> notAsked) {
    private static Told of(Decision decision, List<String> notAsked) {
      return new Told(
          decision.allowed(),
          decision.reasons(),
          decision.warnings(),
          decision.revision(),
          notAsked);
    }
  }

  /**
   * A question of a subject, at this moment and with the groups that it belongs to now.
   *
   * @param content {@code null} for a question without; only policies that need none are asked then
   */
  public Asked question(Subject subject, String action, Scope scope, @Nullable Content content) {
    ObjectNode input = opa.input(Question.of(subject, action, scope, log.state()));
    if (content != null) {
      input = contents.with(input, content, scope, EnumSet.allOf(Sight.class), log.state());
    }
    return new Asked(action, scope, Value.parse(input.toString()));
  }

  /**
   * What would be decided on each question.
   *
   * @param draft that would be in force too; {@code null} for what is in force alone
   * @throws RefusedException where the draft is no policy that could be declared
   * @throws PolicyUnavailableException where OPA can't be asked
   */
  public List<Told> decide(List<Asked> questions, @Nullable DraftPolicy draft) {
    List<ObjectNode> inputs = questions.stream().map(Trials::input).toList();
    Map<Integer, Verdict> drafted = drafted(questions, inputs, draft);
    var told = new ArrayList<Told>();
    for (int from = 0; from < inputs.size(); from += ASKED_AT_ONCE) {
      var asked = new ArrayList<CompletableFuture<Told>>();
      for (int i = from; i < Math.min(inputs.size(), from + ASKED_AT_ONCE); i++) {
        asked.add(decide(inputs.get(i), draft, drafted.get(i)));
      }
      asked.forEach(one -> told.add(join(one)));
    }
    return told;
  }

  private Map<Integer, Verdict> drafted(
      List<Asked> questions, List<ObjectNode> inputs, @Nullable DraftPolicy draft) {
    var verdicts = new HashMap<Integer, Verdict>();
    if (draft != null) {
      var concerned = new ArrayList<Integer>();
      for (int i = 0; i < questions.size(); i++) {
        Asked question = questions.get(i);
        if (draft.concerns(question.action(), question.scope(), inputs.get(i), systemNamespace)
            && canBeAsked(draft.applicable(), inputs.get(i))) {
          concerned.add(i);
        }
      }
      List<Verdict> said = drafts.ask(draft, concerned.stream().map(inputs::get).toList());
      for (int n = 0; n < said.size(); n++) {
        verdicts.put(concerned.get(n), said.get(n));
      }
    }
    return verdicts;
  }

  private CompletableFuture<Told> decide(
      ObjectNode input, @Nullable DraftPolicy draft, @Nullable Verdict drafted) {
    return opa.decide(Asker.TRIALS, input)
        .thenCompose(
            base -> {
              Decision decision = base.decision();
              if (!decision.allowed()) {
                return CompletableFuture.completedFuture(Told.of(decision, List.of()));
              }
              var policies = new ArrayList<Applicable>();
              var notAsked = new ArrayList<Applicable>();
              for (Applicable policy : base.policies()) {
                if (draft == null || !draft.replaces(policy)) {
                  (canBeAsked(policy, input) ? policies : notAsked).add(policy);
                }
              }
              if (draft != null && !canBeAsked(draft.applicable(), input)) {
                notAsked.add(draft.applicable());
              }
              return narrowing
                  .said(Asker.TRIALS, input, policies)
                  .thenApply(
                      said ->
                          told(input, decision, with(said, draft, drafted, decision), notAsked));
            });
  }

  /** Whether a question has all that a policy looks at. */
  private static boolean canBeAsked(Applicable policy, ObjectNode input) {
    return policy.looksAt().stream()
        .map(sight -> input.get(sight.word()))
        .allMatch(seen -> seen != null && !(seen.isObject() && seen.isEmpty()));
  }

  private static List<Narrowing.Said> with(
      List<Narrowing.Said> said,
      @Nullable DraftPolicy draft,
      @Nullable Verdict drafted,
      Decision decision) {
    if (draft == null || drafted == null) {
      return said;
    }
    var all = new ArrayList<>(said);
    all.add(
        new Narrowing.Said(
            draft.applicable(),
            new Verdict(
                drafted.deny(),
                drafted.warn(),
                drafted.failure(),
                decision.revision(),
                List.of(),
                drafted.quota())));
    return all;
  }

  private Told told(
      ObjectNode input, Decision base, List<Narrowing.Said> said, List<Applicable> notAsked) {
    Decision merged = Narrowing.merge(base, said);
    if (merged.revision().isEmpty()) {
      throw new PolicyUnavailableException(
          "Expected answers by one policy, but it changed meanwhile; try again.");
    }
    return Told.of(
        merged.warning(Stream.concat(merged.warnings().stream(), quotas(input, merged)).toList()),
        notAsked.stream().map(Applicable::toString).toList());
  }

  /** What there may be of what is asked for: the commit decides about that, and no answer here. */
  private Stream<Decision.Reason> quotas(ObjectNode input, Decision decision) {
    Countable kind = Quotas.askedFor(input);
    String namespace = input.at("/scope/namespace").asText();
    return decision.ceilings().stream()
        .filter(ceiling -> ceiling.kind() == kind && ceiling.policy().tells())
        .map(ceiling -> ceiling.reason(namespace, log.state()));
  }

  private static ObjectNode input(Asked question) {
    try {
      JsonNode input = JSON.readTree(question.input().json());
      return input instanceof ObjectNode object ? object : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected an input that was kept as JSON.", e);
    }
  }

  private static Told join(CompletableFuture<Told> told) {
    try {
      return told.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a policy was tried", e);
    } catch (ExecutionException e) {
      Throwable cause =
          e.getCause() instanceof CompletionException wrapped && wrapped.getCause() != null
              ? wrapped.getCause()
              : e.getCause();
      throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
  }
}
