package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.process.ClassArchive;
import dev.synod.testkit.Opa;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Issuers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the servers of these tests start from. */
class ClassArchiveIT {
  @RegisterExtension static final Opa OPA = new Opa();

  private static final Path ARCHIVE = ClassArchive.of(Path.of("").toAbsolutePath()).file();

  @Test
  void shouldStartFromTheClassArchiveOfTheBuild() throws Exception {
    try (var issuers = new Issuers();
        var server = new ApiServer(issuers, OPA.url(), OPA.bundlePort()).start()) {
      assertThat(mappedFilesOf(server)).contains(ARCHIVE.toString());
    }
  }

  @Test
  void shouldStartFromItWithShippedOptionsToo() throws Exception {
    try (var issuers = new Issuers();
        var server =
            new ApiServer(issuers, OPA.url(), OPA.bundlePort())
                .withShippedOptions(new ClassArchive(ARCHIVE).use().toArray(String[]::new))
                .start()) {
      assertThat(mappedFilesOf(server)).contains(ARCHIVE.toString());
    }
  }

  /** Of an archive that does not fit the JVM keeps nothing mapped. */
  private static String mappedFilesOf(ApiServer server) throws Exception {
    return Files.readString(Path.of("/proc/%d/maps".formatted(server.pid())));
  }
}
