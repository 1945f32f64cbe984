package dev.synod.torture.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class CommandsIT {
  @TempDir private Path directory;

  @Test
  void shouldKillAtTheLimitWhatKeepsItsOutputOpen() throws Exception {
    Path pids = directory.resolve("pids");

    assertThatThrownBy(
            () ->
                Commands.run(
                    Duration.ofSeconds(2),
                    "sh",
                    "-c",
                    "sleep 300 & echo $! $$ > " + pids + "; echo waiting; wait"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("within 2000 ms")
        .hasMessageContaining("waiting");

    for (String pid : Files.readString(pids).strip().split(" ")) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(left -> left.onExit().join());
    }
    assertThat(pids).isNotEmptyFile();
  }

  @Test
  void shouldNotWaitForTheOutputOfAChildThatOutlivesTheCommand() throws Exception {
    Path pid = directory.resolve("pid");

    Commands.run(Duration.ofSeconds(60), "sh", "-c", "sleep 300 & echo $! > " + pid);

    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow().destroyForcibly();
  }

  @Test
  void shouldSayWhatACommandSaidThatFailed() {
    assertThatThrownBy(() -> Commands.run("sh", "-c", "echo no such server >&2; exit 3"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("to succeed")
        .hasMessageContaining("no such server");
  }
}
