package dev.synod.dev.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
  @TempDir private Path root;

  @Test
  void shouldForgetFailuresOfModulesBesideFiles() throws Exception {
    Files.writeString(root.resolve("dev"), "a script");
    Path reports = Files.createDirectories(root.resolve("api/target/failsafe-reports"));
    Path summary = Files.writeString(reports.resolve("failsafe-summary.xml"), "");
    Path kept = Files.writeString(reports.resolve("other.xml"), "");

    GenerateCommand.forgetFailures(root);

    assertThat(summary).doesNotExist();
    assertThat(kept).exists();
  }
}
