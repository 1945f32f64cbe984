package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The committed manifest grants what the classes say that they use. To rewrite it: {@code mvn -pl
 * operator test -Dtest=OperatorManifestTest -Dgolden.update=true}.
 */
class OperatorManifestTest {
  static final Path COMMITTED = Path.of("src/main/kubernetes/operator.yaml");

  @Test
  void shouldEqualCommittedFileWhenGenerated() throws IOException {
    String generated = OperatorManifest.generate();

    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(COMMITTED.getParent());
      Files.writeString(COMMITTED, generated);
    }

    assertThat(Files.readString(COMMITTED))
        .as("%s; rewrite it with -Dgolden.update=true", COMMITTED)
        .isEqualTo(generated);
  }
}
