package dev.synod.operator.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.crds.policy.GovernancePolicySpec;
import dev.synod.crds.policy.PolicySample;
import dev.synod.operator.condition.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a module before it is declared: OPA compiles it with restricted capabilities, it may
 * mention only what is its own, its parameters meet their schema, and its samples hold.
 */
@ApplicationScoped
class ModuleCheck {
  /** Lines in front of the module in its file. */
  static final int LINES_BEFORE = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN_MAX = 5;
  private static final String MODULE = "policy.rego";
  private static final String CAPABILITIES = "capabilities.json";
  private static final String SAMPLES = "samples.rego";

  private final OpaProgram opa;
  private final Capabilities capabilities;

  ModuleCheck(OpaProgram opa, Capabilities capabilities) {
    this.opa = opa;
    this.capabilities = capabilities;
  }

  /** Whether a policy of this name can be declared. */
  Verdict check(String namespace, String name, GovernancePolicySpec spec) {
    try {
      Path directory = Files.createTempDirectory("policy-check");
      try {
        Files.writeString(
            directory.resolve(MODULE),
            "package tenant[\"%s\"][\"%s\"]\n%s\n".formatted(namespace, name, spec.module()));
        Files.writeString(directory.resolve(CAPABILITIES), capabilities.json());
        return check(directory, namespace, name, spec);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      return Verdict.unknown(
          PolicyReason.CHECK_FAILED, "The module could not be checked: " + e.getMessage());
    }
  }

  private Verdict check(Path directory, String namespace, String name, GovernancePolicySpec spec)
      throws IOException {
    // Without --strict first, which would hide type errors behind unused variables.
    for (List<String> strict : List.of(List.<String>of(), List.of("--strict"))) {
      var arguments =
          new ArrayList<>(
              List.of("check", "--format=json", "--capabilities", CAPABILITIES, MODULE));
      arguments.addAll(1, strict);
      OpaProgram.Ran ran = opa.run(directory, arguments);
      if (ran.exit() != 0) {
        return fails(PolicyReason.INVALID_MODULE, errors(ran));
      }
    }
    OpaProgram.Ran parsed =
        opa.run(directory, List.of("parse", "--format=json", "--json-include=locations", MODULE));
    List<Finding> findings = ModuleShape.check(JSON.readTree(parsed.out()));
    if (!findings.isEmpty()) {
      return fails(PolicyReason.FORBIDDEN, findings);
    }
    Verdict sampled = sample(directory, namespace, name, spec);
    return sampled == null
        ? Verdict.holds(
            PolicyReason.VALID,
            "OPA takes the module, and %d samples hold.".formatted(spec.tests().size()))
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

  /** What OPA complains of; it writes that as JSON on one of its outputs. */
  private static List<Finding> errors(OpaProgram.Ran ran) throws IOException {
    var found = new ArrayList<Finding>();
    for (String output : List.of(ran.err(), ran.out())) {
      JsonNode tree = tree(output);
      for (JsonNode error : tree == null ? JSON.createArrayNode() : tree.path("errors")) {
        JsonNode at = error.path("location");
        found.add(
            new Finding(
                at.path("row").asInt() - LINES_BEFORE,
                at.path("col").asInt(),
                error.path("message").asText()));
      }
    }
    if (found.isEmpty()) {
      throw new IOException("OPA ended with code %d: %s".formatted(ran.exit(), ran.err().strip()));
    }
    return found;
  }

  private static @Nullable JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** What is wrong with the parameters or a sample; {@code null} where nothing is. */
  private @Nullable Verdict sample(
      Path directory, String namespace, String name, GovernancePolicySpec spec) throws IOException {
    Files.writeString(
        directory.resolve(SAMPLES),
        """
        package samples

        schema := json.match_schema(data.given.parameters, data.given.schema)

        denials[name] := reasons if {
          some name, question in data.given.questions
          reasons := data.tenant["%s"]["%s"].deny with input as question
        }
        """
            .formatted(namespace, name));
    Files.writeString(directory.resolve("given.json"), given(spec).toString());
    OpaProgram.Ran ran =
        opa.run(
            directory,
            List.of(
                "eval",
                "--format=json",
                "--strict-builtin-errors",
                "--capabilities=" + CAPABILITIES,
                "--data=" + MODULE,
                "--data=" + SAMPLES,
                "--data=given.json",
                "data.samples"));
    if (ran.exit() != 0) {
      return Verdict.fails(
          PolicyReason.SAMPLE_FAILED,
          "The samples of spec.tests can't be evaluated: "
              + errors(ran).stream().map(Finding::toString).collect(Collectors.joining("; ")));
    }
    JsonNode said = JSON.readTree(ran.out()).at("/result/0/expressions/0/value");
    JsonNode schema = said.path("schema");
    if (!schema.path(0).asBoolean()) {
      return Verdict.fails(
          PolicyReason.INVALID_PARAMETERS,
          "spec.parameters do not meet spec.parametersSchema: " + schema.path(1));
    }
    return spec.tests().stream()
        .map(sample -> disappointed(sample, said.path("denials").path(sample.name())))
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }

  private static ObjectNode given(GovernancePolicySpec spec) {
    ObjectNode given = JSON.createObjectNode();
    ObjectNode inner = given.putObject("given");
    JsonNode parameters = JSON.valueToTree(spec.parameters());
    inner.set("parameters", parameters);
    inner.set("schema", JSON.<JsonNode>valueToTree(spec.parametersSchema()));
    ObjectNode questions = inner.putObject("questions");
    for (PolicySample sample : spec.tests()) {
      ObjectNode question = questions.putObject(sample.name());
      sample.input().forEach(question::set);
      question.set("parameters", parameters);
    }
    return given;
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

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
