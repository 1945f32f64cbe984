package dev.synod.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Values to try the chart with. */
final class Cases {
  static final Path RENDERED = Path.of("src/test/resources/rendered");
  static final Path REFUSED = Path.of("src/test/resources/refused");

  /** The least that has to be said; the chart makes the rest. */
  static final Path LEAST = Path.of("src/test/resources/least.yaml");

  /** Secrets of one's own. */
  static final Path PLAIN = RENDERED.resolve("plain/values.yaml");

  static final Path EVERYTHING = RENDERED.resolve("everything/values.yaml");

  private Cases() {}

  static List<Path> in(Path folder) {
    try (Stream<Path> cases = Files.list(folder)) {
      return cases.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All values with which the chart renders. */
  static Stream<Path> values() {
    return Stream.concat(
        Stream.of(LEAST), in(RENDERED).stream().map(one -> one.resolve("values.yaml")));
  }
}
