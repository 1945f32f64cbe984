package dev.synod.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Other charts, made from the one that is shipped. */
final class Charts {
  private Charts() {}

  /** The chart before something was added to a template. */
  static Path without(String template, String text) {
    return changed(template, text, "");
  }

  /**
   * The chart before it had budgets for disruptions, and a value for them, and before something was
   * added to a template.
   */
  static Path withoutBudgets(String template, String text) {
    Path copy = without(template, text);
    try {
      Files.delete(copy.resolve("templates/disruption-budgets.yaml"));
      for (String file : List.of("values.yaml", "values.schema.json")) {
        Path values = copy.resolve(file);
        String content = Files.readString(values);
        String less =
            content
                .replaceFirst("\npodDisruptionBudgets:\n(  .*\n)+", "\n")
                .replace("    \"podDisruptionBudgets\",\n", "");
        if (less.equals(content)) {
          throw new AssertionError("Expected podDisruptionBudgets in " + values);
        }
        Files.writeString(values, less);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The chart with another text in one of its templates. */
  static Path changed(String template, String text, String other) {
    try {
      Path copy = Files.createTempDirectory("chart").resolve("synod");
      copy(Helm.CHART, copy);
      Path file = copy.resolve("templates").resolve(template);
      String content = Files.readString(file);
      if (!content.contains(text)) {
        throw new AssertionError("Expected in %s, but it is not there: %s".formatted(file, text));
      }
      Files.writeString(file, content.replace(text, other));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
