package dev.synod.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules over what is kept in the repository, and over what is planted. */
class SourcesTest {
  private static Repository repository = Repository.of();

  @BeforeAll
  static void readTheRepository() throws IOException, InterruptedException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(root.resolve("dev"))) {
      root = root.getParent();
    }
    repository = Repository.clone(root);
    assertThat(repository.has("architecture/pom.xml")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldHoldInTheRepository(SourceRule rule) {
    assertThat(rule.check().apply(repository)).as(rule.name()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldFindThePlantedViolation(SourceRule rule) {
    String planted = rule.planted().sources().getFirst().path();
    assertThat(rule.check().apply(rule.planted()))
        .as(rule.name())
        .anyMatch(finding -> finding.startsWith(planted));
  }

  static Stream<SourceRule> rules() {
    return Stream.of(
            TextRules.rules(), JavaRules.rules(), Exceptions.rules(), DocumentationRules.rules())
        .flatMap(List::stream);
  }
}
