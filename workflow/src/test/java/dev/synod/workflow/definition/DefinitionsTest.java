package dev.synod.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.synod.kernel.value.Value;
import dev.synod.workflow.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionsTest {
  private static final Path FOLDER = Path.of("src/test/resources/definitions");

  static Stream<Path> valid() throws IOException {
    return Files.list(FOLDER.resolve("valid")).sorted();
  }

  static Stream<Path> invalid() throws IOException {
    return Files.list(FOLDER.resolve("invalid")).sorted();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void shouldFindNothingWhenDefinitionIsValid(Path file) throws IOException {
    assertThat(Definitions.check(Yaml.value(Files.readString(file)))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void shouldSayWhatIsWrongWhenDefinitionIsInvalid(Path file) throws IOException {
    // Given
    List<String> lines = Files.readAllLines(file);
    String path = lines.get(0).substring("# path:".length()).strip();
    String code = lines.get(1).substring("# code:".length()).strip();
    String says = lines.get(2).substring("# says:".length()).strip();

    // When
    List<Finding> findings = Definitions.check(Yaml.value(Files.readString(file)));

    // Then
    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.path()).isEqualTo(path);
              assertThat(finding.code().word()).isEqualTo(code);
              assertThat(finding.message()).contains(says);
            });
    assertThat(findings).as("one mistake is told once").hasSize(1);
  }

  @Test
  void shouldAcceptTheSample() throws IOException {
    Value resource =
        Yaml.value(Files.readString(Path.of("../examples/release-review/workflow.yaml")));
    Value definition =
        ((Value.Obj) ((Value.Obj) resource).members().get("spec")).members().get("definition");
    assertThat(Definitions.check(definition)).isEmpty();
  }

  @Test
  void shouldRefuseDefinitionWhenItIsTooLarge() {
    var tasks = new StringBuilder();
    for (int i = 0; i < 900; i++) {
      tasks.append("- t%d: {set: {x: '%s'}}\n".formatted(i, "x".repeat(200)));
    }
    assertThat(Definitions.check(Yaml.definition(tasks.toString())))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(Finding.Code.LIMIT);
              assertThat(finding.message()).contains("131072");
            });
  }

  @Test
  void shouldRefuseDefinitionWhenItHasTooManyTasks() {
    var tasks = new StringBuilder();
    for (int i = 0; i < 1_001; i++) {
      tasks.append("- t%d: {set: {x: 1}}\n".formatted(i));
    }
    assertThat(Definitions.check(Yaml.definition(tasks.toString())))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("at most 1000 tasks"));
  }

  @Test
  void shouldRefuseDefinitionWhenTasksAreNestedTooDeep() {
    String tasks = "- t: {set: {x: 1}}";
    for (int i = 0; i < 12; i++) {
      tasks = "- t:\n    do:\n" + tasks.indent(6);
    }
    assertThat(Definitions.check(Yaml.definition(tasks)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("at most 12 levels"));
  }

  @Test
  void shouldThrowFindingsWhenParsingAnInvalidDefinition() {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> Definition.parse(Yaml.definition("- a: {wait: 5}")))
        .satisfies(e -> assertThat(e.findings()).hasSize(1))
        .withMessageContaining("/do/0/a/wait");
  }

  @Test
  void shouldGiveTheSameDigestWhenMembersAreInAnotherOrder() {
    assertThat(Definition.digest(Yaml.value("{a: 1, b: 2.0}")))
        .isEqualTo(Definition.digest(Yaml.value("{b: 2, a: 1.0}")))
        .matches("sha256:[0-9a-f]{64}");
  }
}
