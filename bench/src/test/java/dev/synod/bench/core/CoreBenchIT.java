package dev.synod.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.bench.Script;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small run of the whole, by the script that people use. */
@Timeout(900)
class CoreBenchIT {
  private static final int SERVERS = 4;
  private static final int LEVELS = 4;

  @TempDir private Path directory;

  @Test
  void shouldReportAPositiveNumberInEachCellWhenRunSmall() throws Exception {
    // When
    List<String> lines = Script.run("core", "--quick", "--directory", directory.toString());
    // Then
    assertThat(lines).anyMatch(line -> line.startsWith("command:  ./dev bench core --quick"));
    assertThat(lines).anyMatch(line -> line.startsWith("machine:  "));
    List<String> rows = lines.stream().filter(isRow()).toList();
    assertThat(rows.stream().filter(row -> row.contains("etcd")))
        .as("a row for etcd at each level")
        .hasSize(LEVELS);
    assertThat(rows)
        .as("rest, writes, policies, expressions, kernel")
        .hasSize(1 + LEVELS * SERVERS + 3 + 2 + 3)
        .allSatisfy(CoreBenchIT::hasPositiveNumbers);
  }

  /** Rows end with a number, unlike heads of tables and the lines under them. */
  private static Predicate<String> isRow() {
    return line -> line.matches("\\|.*\\| [\\d.,]+ +\\|");
  }

  private static void hasPositiveNumbers(String row) {
    List<String> cells =
        Arrays.stream(row.split("\\|", -1))
            .map(String::strip)
            .filter(cell -> !cell.isEmpty() && !cell.matches("[A-Za-z, ]+"))
            .toList();
    assertThat(cells).as(row).hasSizeGreaterThanOrEqualTo(2);
    assertThat(cells)
        .as(row)
        .allSatisfy(cell -> assertThat(Double.parseDouble(cell.replace(",", ""))).isPositive());
  }
}
