package dev.synod.dev.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What benchmarks and torture are asked for is looked at before anything is built for them. */
class HarnessArgumentsTest {
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @CsvSource({
    "bench wrong, 'Expected one of the benchmarks core, history, kernel, but found ''wrong'''",
    "bench, NAME",
    "torture wrong, 'wrong'",
    "torture --wrong 3, '--wrong'",
    "torture --minutes many, 'many'",
    "torture --seed 1.5, '1.5'",
  })
  void shouldRefuseWhatIsWrongAtOnce(String line, String named) {
    var err = new StringWriter();
    List<String> words = List.of(line.split(" ", -1));

    int exit =
        new CommandLine(
                words.getFirst().equals("bench") ? new BenchCommand() : new TortureCommand())
            .setErr(new PrintWriter(err))
            .execute(words.subList(1, words.size()).toArray(String[]::new));

    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains(named, "Usage:");
  }

  @Test
  void shouldKnowEachBenchmark() throws IOException {
    var names = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("bench/src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith("Bench.java")).toList()) {
        names.addAll(all("@Command\\(\\s*name = \"(\\w+)\"", file));
      }
    }

    assertThat(names).hasSizeGreaterThan(1).containsExactlyInAnyOrderElementsOf(BenchCommand.NAMES);
  }

  @Test
  void shouldKnowEachOptionOfTorture() throws IOException {
    List<String> options =
        all(
            "names = \"(--\\w+)\"",
            ROOT.resolve("torture/src/main/java/dev/synod/torture/Main.java"));

    assertThat(new CommandLine(new TortureCommand()).getCommandSpec().optionsMap().keySet())
        .hasSize(options.size() + 4)
        .containsAll(options)
        .contains("-h", "--help", "-V", "--version");
  }

  private static List<String> all(String pattern, Path source) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(source))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
