package dev.synod.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A case is a folder: what the server answers, the arguments, and what is to be seen. {@code
 * -Dgolden.rewrite=true} writes the latter anew. A file that is not asked for fails.
 */
class GoldenIT {
  private static final Path CASES = Path.of("src/test/resources/golden");

  @TempDir private Path home;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldShowWhatTheServerAnswers(String name) throws IOException {
    Path folder = CASES.resolve(name);
    Path token = Files.writeString(home.resolve("token"), "secret-token\n");
    String[] arguments = Files.readString(folder.resolve("arguments.txt")).strip().split(" ");
    try (var server = new CannedServer(folder)) {
      var invocation =
          Invocation.of(
              Map.of(
                  "SYNOD_SERVER",
                  server.url(),
                  "SYNOD_TOKEN_FILE",
                  token.toString(),
                  "HOME",
                  home.toString()),
              home,
              arguments);

      String seen = seen(invocation, server);
      Path expected = folder.resolve("seen.txt");
      if (Boolean.getBoolean("golden.rewrite")) {
        Files.writeString(expected, seen);
      }
      assertThat(seen).isEqualTo(Files.readString(expected));
      assertThat(seen).doesNotContain("secret-token");
      assertThat(server.used()).containsExactlyInAnyOrderElementsOf(answers(folder));
    }
  }

  private static String seen(Invocation invocation, CannedServer server) {
    var text = new StringBuilder("exit " + invocation.exit() + "\n");
    if (!server.sent().isEmpty()) {
      text.append("--- sent\n").append(String.join("\n", server.sent())).append('\n');
    }
    if (!invocation.out().isEmpty()) {
      text.append("--- out\n").append(invocation.out());
    }
    if (!invocation.err().isEmpty()) {
      text.append("--- err\n").append(invocation.err());
    }
    return text.toString().replace(server.url(), "http://SERVER");
  }

  private static List<String> answers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .toList();
    }
  }
}
