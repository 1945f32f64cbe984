package dev.synod.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report of a million entries, all of them in full. */
class MillionEntriesTest {
  private static final int SIZE = 1_000_000;

  /** Generous beside the aim of 10 s, so that a busy machine does not fail it. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void shouldVerifyWithProgress(@TempDir Path report) throws Exception {
    var fixture = new ReportFixture(SIZE);
    fixture.write(report, Manifest.Period.ALL, Filter.ALL, -1);
    var progress = new ArrayList<Long>();
    var verifier =
        new ReportVerifier(
            List.of(fixture.key.verifier()),
            fixture.checkpoint(SIZE / 2),
            (leaves, ofLeaves) -> progress.add(leaves));
    long began = System.nanoTime();

    ReportVerifier.Verified verified = verifier.verify(report);

    Duration took = Duration.ofNanos(System.nanoTime() - began);
    System.out.printf("%,d entries verified in %,d ms%n", SIZE, took.toMillis());
    assertThat(verified.manifest().range().entries()).isEqualTo(SIZE);
    assertThat(progress).hasSizeGreaterThan(50).isSorted();
    assertThat(took).isLessThan(LIMIT);
  }
}
