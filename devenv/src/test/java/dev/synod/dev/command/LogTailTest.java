package dev.synod.dev.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

  @TempDir private Path folder;

  @Test
  void shouldShowTheLastLinesWhenTheLogIsLong() throws Exception {
    Path log = folder.resolve("x.log");
    Files.writeString(
        log,
        IntStream.rangeClosed(1, 50_000)
            .mapToObj(number -> "line " + number)
            .collect(Collectors.joining("\n")));

    assertThat(LogTail.of(log, 2)).isEqualTo("  line 49999\n  line 50000");
  }

  @Test
  void shouldSaySoWhenThereIsNoLog() throws Exception {
    assertThat(LogTail.of(folder.resolve("none.log"), 2)).contains("no log at");
  }
}
