package dev.synod.testkit.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.dev.toolchain.HistoryChecker;
import dev.synod.dev.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the checker about a history. */
public final class HistoryJudge {
  private static final int EXIT_USAGE = 2;

  private final Path program;
  private final Path folder;

  private HistoryJudge(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * What the checker says.
   *
   * @param verdict {@code holds}, {@code violation} or {@code undecided}
   * @param failures the smallest first
   * @param undecided what took too long
   */
  public record Verdict(
      String verdict,
      long operations,
      long partitions,
      @Nullable List<Failure> failures,
      @Nullable List<String> undecided) {
    public boolean holds() {
      return verdict.equals("holds");
    }
  }

  /**
   * An object whose operations no order explains.
   *
   * @param visualization page that shows it, of the smallest failure
   */
  public record Failure(
      String kind,
      String key,
      long operations,
      String reason,
      @JsonProperty @Nullable String visualization) {}

  /**
   * A judge, which is built first where it is not there yet.
   *
   * @param folder for what it writes
   */
  public static HistoryJudge in(Path folder) throws IOException, InterruptedException {
    var checker = new HistoryChecker(root(), Toolchain.of(System.getenv()));
    return new HistoryJudge(checker.provide(folder.resolve("go.log")), folder);
  }

  /** The clone that this program runs in. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("testkit/linearizability"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "Expected testkit/linearizability above %s, but it is not there."
              .formatted(Path.of("").toAbsolutePath()));
    }
    return folder;
  }

  /**
   * Judges a history.
   *
   * @param limit for each register and task
   * @throws IOException if the history is not of the documented form
   */
  public Verdict judge(Path history, Duration limit) throws IOException, InterruptedException {
    Path problems = folder.resolve("linearizability.log");
    Path answer = folder.resolve("verdict.json");
    int exit =
        new ProcessBuilder(
                program.toString(),
                "--timeout",
                limit.toMillis() + "ms",
                "--visualizations",
                folder.toString(),
                history.toString())
            .redirectOutput(answer.toFile())
            .redirectError(problems.toFile())
            .start()
            .waitFor();
    if (exit == EXIT_USAGE) {
      throw new IOException(Files.readString(problems).strip());
    }
    return new ObjectMapper().readValue(answer.toFile(), Verdict.class);
  }
}
