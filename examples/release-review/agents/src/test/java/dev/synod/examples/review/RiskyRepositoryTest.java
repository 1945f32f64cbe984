package dev.synod.examples.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.history.Historian;
import dev.synod.examples.review.ratio.Tester;
import dev.synod.examples.review.repository.Limits;
import dev.synod.examples.review.repository.Repository;
import dev.synod.examples.review.risk.RiskReviewer;
import dev.synod.examples.review.risk.Risks;
import dev.synod.examples.review.risk.Risks.Secret;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The risky repository is there to make a person decide, so nothing but the secret may speak
 * against it.
 */
class RiskyRepositoryTest {
  private static final Path SCRIPT =
      Path.of("../risky/make-risky-repository").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  void shouldBeFlaggedForItsSecretAlone() throws Exception {
    Path root = directory.resolve("risky");
    assertThat(make(root)).isZero();

    Repository repository = Repository.open(root, Limits.DEFAULT);
    Findings<Risks> risks = RiskReviewer.review(repository);

    assertThat(risks.detail().flagged()).isTrue();
    assertThat(risks.detail().secrets())
        .extracting(Secret::path)
        .containsExactly("settings.env", "settings.env");
    assertThat(Tester.review(repository).verdict().option()).isEqualTo("release");
    assertThat(Historian.review(repository, LocalDate.now(ZoneOffset.UTC)).verdict().option())
        .isEqualTo("release");
  }

  @Test
  void shouldLeaveAnExistingRepositoryAlone() throws Exception {
    Path root = directory.resolve("risky");
    assertThat(make(root)).isZero();
    String head = Repository.open(root, Limits.DEFAULT).head();
    assertThat(make(root)).isZero();
    assertThat(Repository.open(root, Limits.DEFAULT).head()).isEqualTo(head);
  }

  private static int make(Path root) throws Exception {
    return new ProcessBuilder(SCRIPT.toString(), root.toString()).inheritIO().start().waitFor();
  }
}
