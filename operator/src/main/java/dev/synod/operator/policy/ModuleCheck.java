package dev.synod.operator.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.crds.policy.BuiltInPolicy;
import dev.synod.crds.policy.GovernancePolicySpec;
import dev.synod.crds.policy.PolicySample;
import dev.synod.kernel.quota.Countable;
import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.condition.Verdict;
import dev.synod.rego.BuiltIn;
import dev.synod.rego.Draft;
import dev.synod.rego.Drafts;
import dev.synod.rego.Finding;
import dev.synod.rego.OpaProgram;
import dev.synod.rego.QuotaNumber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a module before it is declared: OPA compiles it with restricted capabilities, it may
 * mention only what is its own, its parameters meet their schema, and its samples hold. One is
 * checked at a time, for a child may take more memory than the operator itself.
 */
@ApplicationScoped
class ModuleCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN_MAX = 5;
  private static final long TURN_SECONDS_MAX = 60;

  /** Before the names of samples that are not the user's, whose names have no slash. */
  private static final String BUILT_IN = "built-in/";

  private final Drafts drafts;
  private final Semaphore turn = new Semaphore(1, true);

  @Inject
  ModuleCheck(OperatorConfiguration configuration) {
    this(
        new Drafts(
            new OpaProgram(configuration.opa().program(), configuration.opa().limit()),
            Countable.words()));
  }

  ModuleCheck(Drafts drafts) {
    this.drafts = drafts;
  }

  /** Whether a policy of this name can be declared. */
  Verdict check(String namespace, String name, GovernancePolicySpec spec) {
    boolean mine = false;
    try {
      mine = turn.tryAcquire(TURN_SECONDS_MAX, TimeUnit.SECONDS);
      if (!mine) {
        throw new IOException(
            "expected others to be checked within %d s, but they were not"
                .formatted(TURN_SECONDS_MAX));
      }
      return checkNow(namespace, name, spec);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.unknown(PolicyReason.CHECK_FAILED, "Interrupted before it was checked.");
    } catch (IOException e) {
      return Verdict.unknown(
          PolicyReason.CHECK_FAILED, "The module could not be checked: " + e.getMessage());
    } finally {
      if (mine) {
        turn.release();
      }
    }
  }

  private Verdict checkNow(String namespace, String name, GovernancePolicySpec spec)
      throws IOException {
    Optional<BuiltIn> builtIn = builtIn(spec);
    String module = builtIn.map(BuiltIn::module).orElseGet(() -> text(spec.module()));
    try (Draft draft = drafts.open(namespace, name, module)) {
      return check(draft, spec, builtIn);
    }
  }

  private static String text(@Nullable String module) {
    return module == null ? "" : module;
  }

  private static Optional<BuiltIn> builtIn(GovernancePolicySpec spec) {
    return Optional.ofNullable(spec.builtIn()).map(BuiltInPolicy::word).flatMap(BuiltIn::named);
  }

  private static Verdict check(Draft draft, GovernancePolicySpec spec, Optional<BuiltIn> builtIn)
      throws IOException {
    Draft.Check check = draft.check();
    if (!check.findings().isEmpty()) {
      return fails(
          check.forbidden() ? PolicyReason.FORBIDDEN : PolicyReason.INVALID_MODULE,
          check.findings());
    }
    Verdict unfit = parameters(draft, spec, builtIn);
    if (unfit != null) {
      return unfit;
    }
    Verdict sampled = sample(draft, spec, builtIn);
    return sampled == null
        ? Verdict.holds(
            PolicyReason.VALID,
            "OPA takes %s, and %d samples hold."
                .formatted(builtIn.map(BuiltIn::name).orElse("the module"), spec.tests().size()))
        : sampled;
  }

  private static Verdict fails(PolicyReason reason, List<Finding> findings) {
    String shown =
        findings.stream().limit(SHOWN_MAX).map(Finding::toString).collect(Collectors.joining("; "));
    int more = findings.size() - SHOWN_MAX;
    return Verdict.fails(
        reason,
        "spec.module, %s%s. What was declared before stays in force."
            .formatted(shown, more > 0 ? "; and %d more".formatted(more) : ""));
  }

  /** What is wrong with the parameters or their schema; {@code null} where nothing is. */
  private static @Nullable Verdict parameters(
      Draft draft, GovernancePolicySpec spec, Optional<BuiltIn> builtIn) throws IOException {
    JsonNode schema =
        builtIn
            .map(BuiltIn::parametersSchema)
            .orElseGet(() -> JSON.valueToTree(spec.parametersSchema()));
    Optional<String> reference = SchemaText.reference(schema);
    if (reference.isPresent()) {
      return Verdict.fails(
          PolicyReason.INVALID_PARAMETERS,
          "spec.parametersSchema: expected a schema that refers to nothing, but found %s. Write out what it refers to."
              .formatted(reference.get()));
    }
    JsonNode parameters = JSON.valueToTree(spec.parameters());
    Draft.Evaluated matched = draft.match(parameters, schema);
    if (!matched.errors().isEmpty()) {
      return Verdict.fails(
          PolicyReason.INVALID_PARAMETERS,
          "spec.parametersSchema: expected a JSON Schema, draft 7, but OPA says: %s"
              .formatted(
                  matched.errors().stream()
                      .map(Finding::message)
                      .collect(Collectors.joining("; "))));
    }
    return matched.value().path(0).asBoolean()
        ? null
        : Verdict.fails(
            PolicyReason.INVALID_PARAMETERS,
            "spec.parameters do not meet %s: %s."
                .formatted(
                    builtIn
                        .map(one -> "the schema of " + one.name())
                        .orElse("spec.parametersSchema"),
                    SchemaViolations.text(matched.value().path(1), parameters)));
  }

  /** What is wrong with a sample, or a quota; {@code null} where nothing is. */
  private static @Nullable Verdict sample(
      Draft draft, GovernancePolicySpec spec, Optional<BuiltIn> builtIn) throws IOException {
    Draft.Evaluated evaluated =
        draft.evaluate(
            """
            quotas[name] := quota if {
              some name, question in data.given.questions
              quota := %1$s.quota with input as question
            }

            denials[name] contains reason if {
              some name, question in data.given.questions
              reasons := %1$s.deny with input as question
              some reason in reasons
            }

            denials[name] contains sprintf("the quota is %%v %%s, and there are %%v", [most, kind, there]) if {
              some name, kind in data.given.makes
              question := data.given.questions[name]
              there := question.usage[kind]
              most := %1$s.quota[kind] with input as question
              there >= most
            }
            """
                .formatted(draft.path()),
            given(spec, builtIn));
    if (!evaluated.errors().isEmpty()) {
      return Verdict.fails(
          builtIn.isPresent() ? PolicyReason.INVALID_PARAMETERS : PolicyReason.SAMPLE_FAILED,
          "%s can't be evaluated: %s"
              .formatted(
                  builtIn
                      .map(one -> one.name() + " with these spec.parameters, or spec.tests,")
                      .orElse("The samples of spec.tests"),
                  evaluated.errors().stream()
                      .map(Finding::toString)
                      .collect(Collectors.joining("; "))));
    }
    JsonNode said = evaluated.value();
    for (Map.Entry<String, JsonNode> quota : said.path("quotas").properties()) {
      Verdict unreadable = unreadable(quota.getValue());
      if (unreadable != null) {
        return unreadable;
      }
    }
    return spec.tests().stream()
        .map(sample -> disappointed(sample, said.path("denials").path(sample.name())))
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }

  /** What is wrong with a quota that was computed; {@code null} where nothing is. */
  private static @Nullable Verdict unreadable(JsonNode quota) {
    for (Map.Entry<String, JsonNode> most : quota.properties()) {
      if (Countable.of(most.getKey()) == null || !QuotaNumber.isOne(most.getValue())) {
        return Verdict.fails(
            PolicyReason.SAMPLE_FAILED,
            "spec.module gives the quota %s: %s. Expected whole numbers from 0 of some of %s."
                .formatted(most.getKey(), most.getValue(), Countable.words()));
      }
    }
    return null;
  }

  /** With the samples of what is built in, which show whether it can be asked at all. */
  private static ObjectNode given(GovernancePolicySpec spec, Optional<BuiltIn> builtIn) {
    ObjectNode given = JSON.createObjectNode();
    JsonNode parameters = JSON.valueToTree(spec.parameters());
    given.set("parameters", parameters);
    ObjectNode questions = given.putObject("questions");
    questions.putObject(BUILT_IN).set("parameters", parameters);
    for (BuiltIn.Sample sample : builtIn.map(BuiltIn::samples).orElse(List.of())) {
      ObjectNode question = sample.input().deepCopy();
      question.set("parameters", parameters);
      questions.set(BUILT_IN + sample.name(), question);
    }
    for (PolicySample sample : spec.tests()) {
      ObjectNode question = questions.putObject(sample.name());
      sample.input().forEach(question::set);
      question.set("parameters", parameters);
    }
    ObjectNode makes = given.putObject("makes");
    questions
        .properties()
        .forEach(
            question -> {
              Countable kind = made(question.getValue());
              if (kind != null) {
                makes.put(question.getKey(), kind.word());
              }
            });
    return given;
  }

  /** What there is one more of where it is allowed, which is held to a quota. */
  private static @Nullable Countable made(JsonNode question) {
    return question.path("existing").isObject()
        ? null
        : Countable.madeBy(
            question.path("action").asText(), question.at("/resource/kind").asText());
  }

  private static @Nullable Verdict disappointed(PolicySample sample, JsonNode denials) {
    boolean denied = !denials.isMissingNode() && !denials.isEmpty();
    if (denied == (sample.expect() == PolicySample.Expectation.DENY)) {
      return null;
    }
    return Verdict.fails(
        PolicyReason.SAMPLE_FAILED,
        "spec.tests[%s]: expected %s, but the module %s. Mend the module or the sample."
            .formatted(
                sample.name(),
                denied ? "Allow" : "Deny",
                denied ? "denies it: " + denials : "does not deny it"));
  }
}
