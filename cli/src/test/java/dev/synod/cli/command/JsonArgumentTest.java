package dev.synod.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonArgumentTest {
  @TempDir private Path home;

  @Test
  void shouldReadStandardInput() throws Exception {
    assertThat(JsonArgument.read("-", in("{\"a\": \"ü\"}")).path("a").asText()).isEqualTo("ü");
  }

  @Test
  void shouldReadAsMuchAsTheServerTakesAndNoMore() throws Exception {
    String most = "\"" + "x".repeat(JsonArgument.BYTES_MAX - 2) + "\"";
    Path file = Files.writeString(home.resolve("most"), most);

    assertThat(JsonArgument.read("@" + file).asText()).hasSize(JsonArgument.BYTES_MAX - 2);
    assertThat(JsonArgument.read("-", in(most)).asText()).hasSize(JsonArgument.BYTES_MAX - 2);

    Files.writeString(file, most + " ");
    assertThat(refusal("@" + file, in("")))
        .isEqualTo("Expected at most 1048576 bytes, but %s has more. Give less.".formatted(file));
    assertThat(refusal("-", in(most + " ")))
        .isEqualTo("Expected at most 1048576 bytes, but standard input has more. Give less.");
  }

  @Test
  void shouldRefuseStandardInputThatNeverEnds() throws Exception {
    try (InputStream endless = Files.newInputStream(Path.of("/dev/zero"))) {
      assertThat(refusal("-", endless)).contains("standard input has more");
    }
  }

  @Test
  void shouldRefuseWhatIsNoText() throws Exception {
    Path file = Files.write(home.resolve("bytes"), new byte[] {'"', (byte) 0xff, '"'});

    assertThat(refusal("@" + file, in(""))).contains("can't be read", "UTF-8");
  }

  private static String refusal(String argument, InputStream standardInput) {
    CommandException refusal =
        catchThrowableOfType(
            CommandException.class, () -> JsonArgument.read(argument, standardInput));
    assertThat(refusal.exit()).isEqualTo(Exit.USAGE);
    return String.valueOf(refusal.getMessage());
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
