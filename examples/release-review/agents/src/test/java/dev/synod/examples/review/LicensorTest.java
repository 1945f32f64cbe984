package dev.synod.examples.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The agent that is not written in Java has its tests beside it; here they join the build. */
class LicensorTest {
  @Test
  void shouldPassTheTestsOfThePythonAgent() throws Exception {
    Process python =
        new ProcessBuilder(
                "python3", "-W", "error", "-B", "-m", "unittest", "discover", "-s", ".", "-t", ".")
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    assertThat(output).doesNotContain("Ran 0 tests");
  }
}
