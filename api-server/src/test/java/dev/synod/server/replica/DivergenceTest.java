package dev.synod.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergenceTest {
  @TempDir private Path directory;

  @Test
  void shouldBeFoundAgainInItsDirectoryAndNowhereElse() throws Exception {
    var divergence = new Divergence(2_048, Instant.parse("2026-05-01T10:15:30.25Z"));
    assertThat(Divergence.in(directory)).isEmpty();

    divergence.keep(directory);

    assertThat(Divergence.in(directory)).contains(divergence);
    assertThat(Divergence.in(directory.resolve("another"))).isEmpty();
    assertThat(divergence.describe()).contains("entry 2048", "empty its directory");
  }

  @Test
  void shouldNotBeOverlookedWhereItCannotBeRead() throws Exception {
    new Divergence(1, Instant.EPOCH).keep(directory);
    Path file = directory.resolve("diverged.properties");
    Files.writeString(file, "index=garbled");

    assertThatThrownBy(() -> Divergence.in(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
