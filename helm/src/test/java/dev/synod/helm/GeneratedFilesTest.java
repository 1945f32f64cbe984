package dev.synod.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the chart has of others is what they have. To rewrite it: {@code ./dev generate}, or {@code
 * mvn -pl helm -am test -Dtest=GeneratedFilesTest -Dgolden.update=true}.
 */
class GeneratedFilesTest {
  private static final Path TEMPLATES = Helm.CHART.resolve("templates");

  @Test
  void shouldEqualCommittedTemplatesWhenGenerated() throws IOException {
    Map<String, String> generated = GeneratedFiles.all();

    if (Boolean.getBoolean("golden.update")) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(TEMPLATES.resolve(file.getKey()), file.getValue());
      }
    }

    for (Map.Entry<String, String> file : generated.entrySet()) {
      assertThat(TEMPLATES.resolve(file.getKey()))
          .as("rewrite it with ./dev generate")
          .hasContent(file.getValue());
    }
  }

  @Test
  void shouldHaveNoTemplateOfACrdThatIsGone() throws IOException {
    try (Stream<Path> templates = Files.list(TEMPLATES)) {
      assertThat(templates.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.startsWith("crd-"))
          .isSubsetOf(GeneratedFiles.all().keySet());
    }
  }

  @Test
  void shouldDescribeEveryValue() throws IOException {
    String generated = ValuesPage.generate();
    Path committed = Helm.CHART.resolve("README.md");

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(committed, generated);
    }

    assertThat(committed).as("rewrite it with ./dev generate").hasContent(generated);
  }
}
