package dev.synod.dev.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveIT {
  @TempDir Path module;

  @Test
  void shouldLeaveTheJvmItsOwnArchiveWhenNoneWasMade() throws Exception {
    assertThat(output(ClassArchive.of(module), "-Xlog:class+load", "-version"))
        .contains("shared objects file");
  }

  @Test
  void shouldStartWithoutAWordWhenTheArchiveDoesNotFit() throws Exception {
    var archive = ClassArchive.of(module);
    Files.createDirectories(archive.file().getParent());
    Files.writeString(archive.file(), "of another Java");

    assertThat(archive.use()).isNotEmpty();
    assertThat(output(archive, "-version")).startsWith("openjdk version");
  }

  private static String output(ClassArchive archive, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(archive.use());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
