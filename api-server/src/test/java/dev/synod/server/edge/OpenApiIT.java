package dev.synod.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The committed description of the REST API is the one that the build makes of the code. To rewrite
 * it: {@code ./dev generate}.
 */
class OpenApiIT {
  private static final Path GENERATED = Path.of("target/openapi/openapi.yaml");
  private static final Path COMMITTED = Path.of("../api/src/main/openapi/openapi.yaml");

  @Test
  void shouldEqualTheCommittedFileWhenBuilt() throws IOException {
    String generated = Files.readString(GENERATED);

    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(COMMITTED.getParent());
      Files.writeString(COMMITTED, generated);
    }

    assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
        .as("%s; rewrite it with ./dev generate", COMMITTED)
        .isEqualTo(generated);
  }
}
