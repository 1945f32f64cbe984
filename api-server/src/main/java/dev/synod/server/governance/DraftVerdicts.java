package dev.synod.server.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.Code;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.quota.Countable;
import dev.synod.kernel.time.Durations;
import dev.synod.rego.Draft;
import dev.synod.rego.Drafts;
import dev.synod.rego.Finding;
import dev.synod.rego.OpaProgram;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks policies that are not in force, by OPA's command in a child process: never by the OPA that
 * decides. One is asked at a time.
 */
@ApplicationScoped
class DraftVerdicts {
  /** Runs of OPA's command for one draft. */
  private static final int RUNS_MAX = 40;

  private static final Duration TURN_MAX = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Drafts drafts;
  private final Duration totalLimit;
  private final Semaphore turn = new Semaphore(1);

  @Inject
  DraftVerdicts(GovernanceConfig config) {
    this(
        new Drafts(
            new OpaProgram(config.drafts().program(), config.drafts().limit()), Countable.words()),
        config.drafts().totalLimit());
  }

  /**
   * Verdicts of drafts.
   *
   * @param totalLimit after which one is given up, over all its questions
   */
  DraftVerdicts(Drafts drafts, Duration totalLimit) {
    this.drafts = drafts;
    this.totalLimit = totalLimit;
  }

  /**
   * What the draft says to each of the questions, in their order.
   *
   * @throws RefusedException where it is no module that could be declared, or can't be asked now
   */
  List<Verdict> ask(DraftPolicy policy, List<ObjectNode> inputs) {
    boolean mine = false;
    try {
      mine = turn.tryAcquire(TURN_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (!mine) {
        throw new RefusedException(
            new Rejection(
                Code.UNAVAILABLE, "Other drafts are being tried; try again a little later."));
      }
      return asked(policy, inputs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a draft was tried", e);
    } finally {
      if (mine) {
        turn.release();
      }
    }
  }

  private List<Verdict> asked(DraftPolicy policy, List<ObjectNode> inputs) {
    try (Draft draft =
        drafts.open(policy.ref().namespace(), policy.ref().name(), policy.spec().module())) {
      List<Finding> findings = draft.check().findings();
      if (!findings.isEmpty()) {
        throw new RefusedException(
            new Rejection(
                Code.INVALID_ARGUMENT,
                "spec.module, %s."
                    .formatted(
                        findings.stream()
                            .map(Finding::toString)
                            .collect(Collectors.joining("; ")))));
      }
      return new Asking(draft, parameters(policy), totalLimit).all(inputs);
    } catch (IOException e) {
      throw new RefusedException(
          new Rejection(
              Code.FAILED_PRECONDITION,
              "Expected OPA's command (SYNOD_OPA_PROGRAM) to try the draft, but: %s."
                  .formatted(e.getMessage())));
    }
  }

  private static JsonNode parameters(DraftPolicy policy) throws JsonProcessingException {
    return JSON.readTree(policy.spec().parameters().json());
  }

  /** The questions to one draft. A run that fails is halved, until what fails is one question. */
  private static final class Asking {
    private final Draft draft;
    private final JsonNode parameters;
    private final Duration totalLimit;
    private final long begun = System.nanoTime();
    private int runs;

    Asking(Draft draft, JsonNode parameters, Duration totalLimit) {
      this.draft = draft;
      this.parameters = parameters;
      this.totalLimit = totalLimit;
    }

    List<Verdict> all(List<ObjectNode> inputs) throws IOException {
      if (inputs.isEmpty()) {
        return List.of();
      }
      if (++runs > RUNS_MAX) {
        return failed(inputs.size(), "too many questions failed before this one");
      }
      Draft.Evaluated evaluated = evaluated(inputs);
      if (evaluated.errors().isEmpty()) {
        return verdicts(evaluated.value(), inputs.size());
      }
      if (inputs.size() == 1) {
        return failed(1, "it failed: " + evaluated.errors().getFirst());
      }
      int half = inputs.size() / 2;
      var verdicts = new ArrayList<>(all(inputs.subList(0, half)));
      verdicts.addAll(all(inputs.subList(half, inputs.size())));
      return verdicts;
    }

    private Draft.Evaluated evaluated(List<ObjectNode> inputs) throws IOException {
      Duration left = left();
      if (left.isZero()) {
        throw tooLong();
      }
      try {
        return draft.evaluate(rules(), given(inputs), left);
      } catch (IOException e) {
        if (left().isZero()) {
          throw tooLong();
        }
        throw e;
      }
    }

    private Duration left() {
      Duration left = totalLimit.minusNanos(System.nanoTime() - begun);
      return left.toMillis() > 0 ? left : Duration.ZERO;
    }

    private RefusedException tooLong() {
      return new RefusedException(
          new Rejection(
              Code.FAILED_PRECONDITION,
              "Expected the draft to answer all questions within %s, but it takes longer; try it on fewer decisions, or with a rule that looks at less."
                  .formatted(Durations.text(totalLimit))));
    }

    private static List<Verdict> failed(int count, String why) {
      return Collections.nCopies(count, Verdict.failed(why));
    }

    private String rules() {
      return """
          deny[i] := reasons if {
            some i, question in data.given.questions
            reasons := %1$s.deny with input as question
          }

          warn[i] := reasons if {
            some i, question in data.given.questions
            reasons := %1$s.warn with input as question
          }

          quota[i] := most if {
            some i, question in data.given.questions
            most := %1$s.quota with input as question
          }
          """
          .formatted(draft.path());
    }

    private ObjectNode given(List<ObjectNode> inputs) {
      ObjectNode given = JSON.createObjectNode();
      ObjectNode questions = given.putObject("questions");
      for (int i = 0; i < inputs.size(); i++) {
        ObjectNode question = inputs.get(i).deepCopy();
        question.set("parameters", parameters);
        questions.set(Integer.toString(i), question);
      }
      return given;
    }

    private static List<Verdict> verdicts(JsonNode said, int count) {
      var verdicts = new ArrayList<Verdict>();
      for (int i = 0; i < count; i++) {
        String name = Integer.toString(i);
        Map<Countable, Long> quota = Quotas.read(said.path("quota").path(name));
        verdicts.add(
            quota == null
                ? Verdict.failed(Quotas.unreadable())
                : new Verdict(
                    texts(said.path("deny").path(name)),
                    texts(said.path("warn").path(name)),
                    "",
                    "",
                    List.of(),
                    quota));
      }
      return verdicts;
    }

    private static List<String> texts(@Nullable JsonNode reasons) {
      var items = new ArrayList<JsonNode>();
      if (reasons != null) {
        reasons.forEach(items::add);
      }
      return OpaClient.texts(items);
    }
  }
}
