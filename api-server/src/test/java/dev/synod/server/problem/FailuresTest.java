package dev.synod.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void shouldNotKnowWhatBecameOfARequestWhenTheServerHasStopped() {
    // No container runs here, as in a server of which the last threads are ending.
    Problem problem = Failures.unexpected(new IllegalStateException("the container has stopped"));

    assertThat(problem.code()).isEqualTo("indeterminate");
    assertThat(problem.status()).isEqualTo(504);
    assertThat(problem.detail()).contains("Repeat it under the same number or key");
  }
}
