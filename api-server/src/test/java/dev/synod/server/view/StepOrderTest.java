package dev.synod.server.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.StepStatus;
import dev.synod.kernel.value.Values;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepOrderTest {
  @Test
  void shouldCountNumbersOfPathsAsNumbers() {
    List<RunStep> sorted =
        Stream.of(
                "/do/10/k", "/do/2/c", "/", "/do/2/c/fork/branches/1/b", "/do/2/c/for/0", "/do/1/b")
            .map(StepOrderTest::step)
            .sorted(new StepOrder())
            .toList();

    assertThat(sorted)
        .extracting(RunStep::path)
        .containsExactly(
            "/", "/do/1/b", "/do/2/c", "/do/2/c/for/0", "/do/2/c/fork/branches/1/b", "/do/10/k");
  }

  private static RunStep step(String path) {
    return new RunStep(
        path,
        "step",
        "set",
        StepStatus.ACTIVE,
        Values.NULL,
        Values.NULL,
        null,
        "",
        null,
        List.of(),
        0,
        0);
  }
}
