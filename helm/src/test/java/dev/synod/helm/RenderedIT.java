package dev.synod.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A case is a folder: its {@code values.yaml} renders as its {@code expected.yaml}, which {@code
 * ./dev generate} writes. What must not render is a file that begins with what Helm says of it.
 */
class RenderedIT {
  private static final String EXPECT = "# Expect: ";
  private static final Helm HELM = Helm.alone();

  @ParameterizedTest
  @MethodSource("rendered")
  void shouldRenderAsExpected(Path folder) throws IOException {
    // When
    String manifests = HELM.template(Helm.CHART, folder.resolve("values.yaml")).expectSuccess();

    // Then
    Path expected = folder.resolve("expected.yaml");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, manifests);
    }
    assertThat(expected).as("rewrite it with ./dev generate").hasContent(manifests);
    assertThat(Cases.in(folder)).as("files of the case").hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldRefuseAndSayWhatIsWrong(Path values) throws IOException {
    // Given
    List<String> lines = Files.readAllLines(values);
    assertThat(lines.getFirst()).startsWith(EXPECT);

    // When
    Helm.Result result = HELM.template(Helm.CHART, values);

    // Then
    assertThat(result.exit()).isNotZero();
    assertThat(result.errors()).contains(lines.getFirst().substring(EXPECT.length()));
  }

  @ParameterizedTest
  @MethodSource("dev.synod.helm.Cases#values")
  void shouldHaveNothingThatHelmWarnsOf(Path values) {
    // When
    Helm.Result result =
        HELM.run(
            "lint",
            "--strict",
            "--namespace=" + Helm.NAMESPACE,
            "--values=" + values,
            Helm.CHART.toString());

    // Then
    assertThat(result.expectSuccess()).contains("1 chart(s) linted, 0 chart(s) failed");
  }

  static Stream<Path> rendered() {
    return Cases.in(Cases.RENDERED).stream();
  }

  static Stream<Path> refused() {
    return Cases.in(Cases.REFUSED).stream();
  }
}
