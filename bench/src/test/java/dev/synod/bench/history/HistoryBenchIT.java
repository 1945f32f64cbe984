package dev.synod.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.bench.Script;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small run of the whole, by the script that people use. */
@Timeout(900)
class HistoryBenchIT {
  @TempDir private Path directory;

  @Test
  void shouldReportEachStateOfTheDatabaseAndAWholeHistory() throws Exception {
    // When
    List<String> lines =
        Script.run("history", "--seconds", "1", "--directory", directory.toString());
    // Then
    assertThat(lines.stream().filter(line -> line.matches("\\| .*\\| [\\d.,]+ +\\|")))
        .extracting(row -> row.split("\\|", -1)[1].strip())
        .containsExactly("there", "there, after the backup", "away", "back, from the backup");
    assertThat(lines.getLast()).matches("History: [\\d,]+ revisions of documents, 0 gaps; .*");
  }
}
