package dev.synod.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.crds.ConditionStatus;
import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.crds.policy.GovernancePolicySpec;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.kernel.quota.Countable;
import dev.synod.operator.condition.Verdict;
import dev.synod.rego.BuiltIn;
import dev.synod.rego.Drafts;
import dev.synod.rego.OpaProgram;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules under the real OPA. */
class ModuleCheckIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String OPA = Toolchain.of(System.getenv()).path(Tool.OPA).toString();

  @TempDir Path directory;

  private static ModuleCheck check(String program, Duration limit) {
    return new ModuleCheck(new Drafts(new OpaProgram(program, limit), Countable.words()));
  }

  private static Verdict verdict(String yaml) {
    return check(OPA, LIMIT)
        .check("re-view", "narrow", Serialization.unmarshal(yaml, GovernancePolicySpec.class));
  }

  private static Verdict ofModule(String module) {
    return verdict("module: |\n" + module.indent(2));
  }

  @Test
  void shouldTakeAModuleWhoseSamplesHold() {
    Verdict verdict =
        verdict(
            """
            parameters: {limit: 3}
            parametersSchema: {type: object, properties: {limit: {type: integer}}}
            module: |
              import rego.v1

              deny contains sprintf("%d is too much", [input.resource.amount]) if too_much

              warn contains "it is near the limit" if input.resource.amount == input.parameters.limit

              too_much if input.resource.amount > input.parameters.limit
            tests:
              - {name: little, input: {resource: {amount: 2}}, expect: Allow}
              - {name: much, input: {resource: {amount: 4}}, expect: Deny}
            """);

    assertThat(verdict.message()).isEqualTo("OPA takes the module, and 2 samples hold.");
    assertThat(verdict.isTrue()).isTrue();
  }

  @Test
  void shouldTakeWhatTheDocumentationShows() throws Exception {
    String page = Files.readString(Path.of("../docs/governance.md"));
    int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
    GovernancePolicy shown =
        Serialization.unmarshal(
            page.substring(begin, page.indexOf("```", begin)), GovernancePolicy.class);

    Verdict verdict = check(OPA, LIMIT).check("review", "quiet-hours", shown.getSpec());

    assertThat(PolicyChecks.understood(shown, "synod-system").isTrue()).isTrue();
    assertThat(verdict.message()).isEqualTo("OPA takes the module, and 2 samples hold.");
  }

  private static Stream<Arguments> samplesOfBuiltIns() {
    return BuiltIn.list().stream()
        .flatMap(
            builtIn -> builtIn.samples().stream().map(sample -> Arguments.of(builtIn, sample)));
  }

  @ParameterizedTest
  @MethodSource("samplesOfBuiltIns")
  void shouldTakeWhatIsBuiltInWithItsSamples(BuiltIn builtIn, BuiltIn.Sample sample) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("builtIn", builtIn.name());
    spec.put("mode", "Enforce").put("failurePolicy", "Refuse");
    spec.set("parameters", sample.parameters());
    ObjectNode own = spec.putArray("tests").addObject();
    own.put("name", sample.name()).put("expect", sample.expect()).set("input", sample.input());

    Verdict verdict = verdict(spec.toString());

    assertThat(verdict.message()).isEqualTo("OPA takes %s, and 1 samples hold.", builtIn.name());
  }

  @Test
  void shouldSayForEachRuleOfWhatIsBuiltInWhatItIsForAndWhatToDo() throws Exception {
    for (BuiltIn builtIn : BuiltIn.list()) {
      Path module = directory.resolve(builtIn.name() + ".rego");
      Files.writeString(module, "package x\n" + builtIn.module());
      JsonNode annotations = inspected(module).path("annotations");
      int rules = 0;
      for (JsonNode one : annotations) {
        JsonNode told = one.path("annotations");
        assertThat(told.path("title").asText()).as(builtIn.name()).isNotEmpty();
        assertThat(told.path("description").asText()).as(builtIn.name()).isNotEmpty();
        assertThat(told.path("custom").path("solution").asText()).as(builtIn.name()).isNotEmpty();
        assertThat(told.path("custom").path("controls"))
            .as(builtIn.name())
            .isEqualTo(new ObjectMapper().valueToTree(builtIn.controls()));
        rules++;
      }
      assertThat(rules)
          .as(builtIn.name())
          .isEqualTo(
              (int)
                  builtIn
                      .module()
                      .lines()
                      .filter(l -> l.startsWith("deny ") || l.startsWith("quota["))
                      .count())
          .isPositive();
    }
  }

  private static JsonNode inspected(Path module) throws Exception {
    Process opa =
        new ProcessBuilder(OPA, "inspect", "--annotations", "--format=json", module.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = opa.getInputStream()) {
      return new ObjectMapper().readTree(out);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NamespaceQuota | {documents: many} | do not meet the schema of NamespaceQuota | documents",
        "NamespaceQuota | {} | do not meet the schema of NamespaceQuota | at least 1",
        "NamespaceQuota | {documents: 1, pods: 3} | do not meet the schema | pods",
        "DataClasses | {classes: [{name: a, prefixes: ['a/'], patterns: ['(']}]} | can't be evaluated | regex.match",
      })
  void shouldSayWhatIsWrongWithTheParametersOfWhatIsBuiltIn(
      String builtIn, String parameters, String message, String place) {
    Verdict verdict = verdict("builtIn: %s\nparameters: %s\n".formatted(builtIn, parameters));

    assertThat(verdict.message()).contains(message, place);
    assertThat(verdict.reason()).isEqualTo(PolicyReason.INVALID_PARAMETERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deny contains \"a\" if {| INVALID_MODULE | row 3, column 0: unexpected eof | close what is open",
        "deny contains \"a\" if foo(1)| INVALID_MODULE | row 1, column 22: undefined function foo | define it",
        "deny contains \"a\" if http.send({}).x| INVALID_MODULE | row 1, column 22: undefined function http.send | reach outside",
        "deny contains \"a\" if time.now_ns() > 1| INVALID_MODULE | time.now_ns | input.time",
        "deny contains \"a\" if rand.intn(\"a\", 2) > 1| INVALID_MODULE | rand.intn | depend on anything else",
        "deny contains \"a\" if opa.runtime().x| INVALID_MODULE | opa.runtime | reach outside",
        "deny contains \"a\" if { x := 1 }| INVALID_MODULE | row 1, column 24 | use the variable",
        "deny contains x if input.a| INVALID_MODULE | unsafe | give the variable a value",
        "deny contains \"a\" if input.a + \"b\" == 2| INVALID_MODULE | row 1, column 22: plus: invalid argument | values of the types",
        "quota contains \"a\"| FORBIDDEN | row 1, column 1 | expected 'quota[KIND] := MOST'",
        "quota[\"documnets\"] := 5 if input.subject.id| FORBIDDEN | row 1, column 1: expected a quota of one of [agents, | found one of 'documnets'",
        "quota[\"documents\"] := \"5\"| FORBIDDEN | row 1, column 1: expected a whole number from 0 | found \"5\"",
        "quota[\"documents\"] := 2.5| FORBIDDEN | row 1, column 1: expected a whole number from 0 | found 2.5",
        "quota[\"documents\"] := -1| FORBIDDEN | row 1, column 1: expected a whole number from 0 | found -1",
        "deny contains \"a\" if json.verify_schema({\"$ref\": \"file:///etc/hostname\"})[1]| INVALID_MODULE | json.verify_schema | reach outside",
        "deny contains \"a\" if json.match_schema(input, {\"$ref\": \"http://x/\"})[0]| INVALID_MODULE | json.match_schema | reach outside",
        "# METADATA\\n# schemas: [{input: {$ref: 'file:///etc/hostname'}}]\\ndeny contains \"a\" if input.a.b| FORBIDDEN | row 1, column 1 | METADATA without schemas",
        "# METADATA\\n# scope: document\\n# {\"schemas\": [{\"input\": {\"$ref\": \"file:///nope\"}}]}\\ndeny contains \"a\" if input.a.b| INVALID_MODULE | row | yaml",
        "quota := 5| FORBIDDEN | row 1, column 1 | expected 'quota[KIND] := MOST'",
        "quota[\"documents\"] := 5 if input.resource.a| FORBIDDEN | row 1, column 1: expected a module with a quota | looks at [input.resource]; make two policies",
        "deny contains \"a\" if data.tenant.x| FORBIDDEN | row 1, column 22 | no mention of data",
        "deny contains \"a\" if input.a == 1 with data.x as 2| FORBIDDEN | no mention of data | row 1",
        "import data.synod.roles\\ndeny contains \"a\" if roles.x| FORBIDDEN | row 1, column 1 | an import of rego.v1",
        "deny := \"a\" if input.a| FORBIDDEN | row 1, column 1 | deny contains REASON",
        "deny[x] := 1 if x := input.a| FORBIDDEN | row 1, column 1 | deny contains REASON",
        "deny contains \"a\" if input.a\\nmask := \"resource\"| FORBIDDEN | row 2, column 1 | mask contains PATH",
        "allow if input.a| FORBIDDEN | expected a rule 'deny contains REASON | in force",
      })
  void shouldSayWhereAndWhatToDo(String module, String reason, String message, String hint) {
    Verdict verdict = ofModule(module.replace("\\n", "\n"));

    assertThat(verdict.message()).contains(message, hint, "What was declared before stays");
    assertThat(verdict.reason()).isEqualTo(PolicyReason.valueOf(reason));
    assertThat(verdict.status()).isEqualTo(ConditionStatus.FALSE);
  }

  @Test
  void shouldHoldSamplesToTheQuotaOfWhatTheyMake() {
    Verdict verdict =
        verdict(
            """
            parameters: {most: 5}
            module: quota["documents"] := input.parameters.most
            tests:
              - {name: room, input: {action: state.write, usage: {documents: 4}}, expect: Allow}
              - {name: full, input: {action: state.write, usage: {documents: 5}}, expect: Deny}
              - {name: reading, input: {action: state.read, usage: {documents: 5}}, expect: Allow}
              - {name: more, input: {action: state.write, usage: {documents: 6}}, expect: Allow}
            """);

    assertThat(verdict.message())
        .contains(
            "spec.tests[more]: expected Allow, but the module denies it: [\"the quota is 5 documents, and there are 6\"]");
  }

  @Test
  void shouldCountNothingMoreWhereThereIsOne() {
    Verdict verdict =
        verdict(
            """
            module: quota["documents"] := 5
            tests:
              - {name: again, input: {action: state.write, existing: {key: a}, usage: {documents: 5}}, expect: Allow}
              - {name: new, input: {action: state.write, existing: null, usage: {documents: 5}}, expect: Deny}
            """);

    assertThat(verdict.message()).isEqualTo("OPA takes the module, and 2 samples hold.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{rooms: 5}", "{documents: many}", "{documents: 1.5}", "{documents: -1}"})
  void shouldRefuseAQuotaThatComesOutWrong(String parameters) {
    Verdict verdict =
        verdict(
            "parameters: %s\nmodule: quota[kind] := most if some kind, most in input.parameters"
                .formatted(parameters));

    assertThat(verdict.message())
        .startsWith("spec.module gives the quota ")
        .contains("Expected whole numbers from 0 of some of [agents, ");
    assertThat(verdict.reason()).isEqualTo(PolicyReason.SAMPLE_FAILED);
  }

  @Test
  void shouldNameTheSampleThatDoesNotHold() {
    Verdict verdict =
        verdict(
            """
            module: deny contains "no" if input.action == "state.write"
            tests:
              - {name: reading, input: {action: state.read}, expect: Allow}
              - {name: writing, input: {action: state.write}, expect: Allow}
            """);

    assertThat(verdict.reason()).isEqualTo(PolicyReason.SAMPLE_FAILED);
    assertThat(verdict.message())
        .contains("spec.tests[writing]: expected Allow, but the module denies it: [\"no\"]");
  }

  @Test
  void shouldSayWhereASampleMakesTheModuleFail() {
    Verdict verdict =
        verdict(
            """
            module: deny contains "no" if to_number(input.action) > 1
            tests: [{name: word, input: {action: x}, expect: Allow}]
            """);

    assertThat(verdict.reason()).isEqualTo(PolicyReason.SAMPLE_FAILED);
    assertThat(verdict.message()).contains("row 1, column 23", "to_number");
  }

  @Test
  void shouldHoldParametersToTheirSchema() {
    Verdict verdict =
        verdict(
            """
            parameters: {limit: many}
            parametersSchema: {type: object, properties: {limit: {type: integer}}}
            module: deny contains "no" if input.a
            """);

    assertThat(verdict.reason()).isEqualTo(PolicyReason.INVALID_PARAMETERS);
    assertThat(verdict.message())
        .isEqualTo(
            "spec.parameters do not meet spec.parametersSchema: limit: expected integer, but found \"many\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{$ref: 'file:///etc/hostname'}",
        "{$ref: '#'}",
        "{type: object, properties: {a: {$ref: 'http://127.0.0.1:1/a'}}}",
        "{allOf: [{$id: 'http://127.0.0.1:1/'}]}",
        "{id: 'http://127.0.0.1:1/'}",
      })
  void shouldFollowNoReferenceOfASchema(String schema) {
    Verdict verdict =
        verdict(
            "parameters: {a: 1}\nparametersSchema: %s\nmodule: deny contains \"no\" if input.a"
                .formatted(schema));

    assertThat(verdict.reason()).isEqualTo(PolicyReason.INVALID_PARAMETERS);
    assertThat(verdict.message())
        .startsWith("spec.parametersSchema: expected a schema that refers to nothing");
  }

  @Test
  void shouldSayThatASchemaIsNone() {
    Verdict verdict =
        verdict("parametersSchema: {type: objectt}\nmodule: deny contains \"no\" if input.a");

    assertThat(verdict.reason()).isEqualTo(PolicyReason.INVALID_PARAMETERS);
    assertThat(verdict.message())
        .startsWith("spec.parametersSchema: expected a JSON Schema, draft 7, but OPA says: ")
        .contains("objectt");
  }

  @Test
  void shouldKillWhatTakesTooLong() throws Exception {
    Verdict verdict =
        check(program("exec sleep 600"), Duration.ofMillis(300))
            .check(
                "review",
                "narrow",
                Serialization.unmarshal("module: x", GovernancePolicySpec.class));

    assertThat(verdict.status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(verdict.message()).contains("expected OPA to end within 300 ms");
  }

  /** Some 4 GB: its only limit would be the machine's, for OPA's own is a soft one. */
  @Test
  void shouldEndWhatTakesTooMuchMemory() {
    Verdict verdict =
        verdict(
            """
            module: |
              deny contains "much" if count(concat("", [text | some i in numbers.range(1, 400); text := chunk])) > 1

              chunk := concat("", [text | some i in numbers.range(1, 100); text := block])

              block := concat("", [text | some i in numbers.range(1, 10000); text := "0123456789"])
            tests: [{name: any, input: {}, expect: Allow}]
            """);

    assertThat(verdict.status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(verdict.message()).contains("expected OPA to need less than 1536 MiB of memory");
  }

  @Test
  void shouldGiveTheChildNothingOfTheEnvironmentAndLeaveNothingBehind() throws Exception {
    Path seen = directory.resolve("seen");

    check(program("env > " + seen + "; exec " + OPA + " \"$@\""), LIMIT)
        .check(
            "review",
            "narrow",
            Serialization.unmarshal("module: deny contains 1", GovernancePolicySpec.class));

    assertThat(Files.readAllLines(seen))
        .allMatch(line -> line.matches("(GOMEMLIMIT|GOMAXPROCS|PWD|SHLVL|_|OLDPWD)=.*"));
    assertThat(Files.readAllLines(seen))
        .filteredOn(line -> line.startsWith("PWD="))
        .singleElement()
        .satisfies(
            line -> {
              Path draft = Path.of(line.substring("PWD=".length()));
              assertThat(draft.getFileName().toString()).startsWith("policy-draft");
              assertThat(draft).doesNotExist();
            });
  }

  @Test
  void shouldCheckOneAtATime() throws Exception {
    Path running = directory.resolve("running");
    Path together = directory.resolve("together");
    ModuleCheck check =
        check(
            program(
                "mkdir %1$s || echo >> %2$s; %3$s \"$@\"; code=$?; rmdir %1$s; exit $code"
                    .formatted(running, together, OPA)),
            LIMIT);
    GovernancePolicySpec spec =
        Serialization.unmarshal("module: deny contains 1", GovernancePolicySpec.class);

    List<Future<Verdict>> verdicts;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      verdicts =
          threads.invokeAll(Collections.nCopies(4, () -> check.check("review", "narrow", spec)));
    }

    assertThat(verdicts)
        .extracting(verdict -> verdict.get().message())
        .containsOnly("OPA takes the module, and 0 samples hold.");
    assertThat(together).doesNotExist();
  }

  private String program(String script) throws Exception {
    Path file = directory.resolve("program");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }
}
