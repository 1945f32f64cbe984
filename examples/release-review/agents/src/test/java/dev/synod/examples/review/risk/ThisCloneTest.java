package dev.synod.examples.review.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.repository.Limits;
import dev.synod.examples.review.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The sample reviews its own clone, and no person should have to decide on it. */
class ThisCloneTest {
  @Test
  void shouldFindNothingThatAPersonMustDecide() throws Exception {
    Path root = Path.of("").toAbsolutePath().resolve("../../..").normalize();
    assumeThat(Files.exists(root.resolve(".git"))).isTrue();

    Findings<Risks> findings = RiskReviewer.review(Repository.open(root, Limits.DEFAULT));

    assertThat(findings.detail().secrets()).isEmpty();
    assertThat(findings.detail().blobsOverLimit()).isEmpty();
  }
}
