package dev.synod.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrailFilterTest {
  @Test
  void shouldTakeWhatEntriesMaySay() {
    assertThat(
            TrailFilter.refuseActions("here", List.of("state.write", "task.*", "audit.retention")))
        .isEmpty();
    assertThat(TrailFilter.refuseOutcomes("here", List.of("applied", "not-found"))).isEmpty();
  }

  @Test
  void shouldSayWhatThereIsInPlaceOfWhatThereIsNot() {
    assertThat(TrailFilter.refuseActions("'actions'", List.of("state.*", "*")).orElseThrow())
        .startsWith(
            "Expected an action such as state.write, or a family such as state.*, in 'actions' (none for all), but found '*'. There are: agent.read, ")
        .contains(" governance.record, ");
    assertThat(TrailFilter.refuseOutcomes("here", List.of("x".repeat(10_000))).orElseThrow())
        .contains("but found 'xxx", "x…'. There are: already-exists, already-voted, applied, ")
        .hasSizeLessThan(1_000);
  }
}
