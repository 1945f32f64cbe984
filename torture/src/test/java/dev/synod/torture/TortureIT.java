package dev.synod.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.workspace.FileTree;
import dev.synod.torture.client.Watcher;
import dev.synod.torture.fault.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real servers under faults of one seed, by the command that people use: they hold, and with a bug
 * planted they are caught.
 */
@Timeout(960)
class TortureIT {
  private static final String SEED = "7";

  /** With the short ones, four minutes under load in all. */
  private static final String LONG_MINUTES = "3";

  private static final String SHORT_MINUTES = "0.34";
  private static final Duration LIMIT = Duration.ofSeconds(900);
  private static final Pattern KEPT = Pattern.compile("the servers' logs are kept in (\\S+)");

  @TempDir private Path directory;

  /** What the command printed, and how it ended. */
  private record Ended(int exit, String text) {
    /** That a line of the report begins so, indented or not, and goes on with what matches. */
    void saysOf(String what, String pattern) {
      assertThat(text).containsPattern("(?m)^ *" + Pattern.quote(what) + " +" + pattern);
    }
  }

  @Test
  void shouldHoldWhenServersAreKilledPausedAndCutOff() throws Exception {
    Ended run = torture("--minutes", LONG_MINUTES, "--seed", SEED);

    assertThat(run.exit()).as(run.text()).isZero();
    run.saysOf("judged", "\\d+ operations, holds$");
    run.saysOf("verdict", "holds$");
    assertThat(run.text()).doesNotContainPattern(KEPT);
    // And all of it was tried: a run in which nothing happened would hold, too.
    var faults =
        new ArrayList<>(List.of(Fault.KILL, Fault.PAUSE, Fault.PAUSE_MAJORITY, Fault.RESTART));
    if (!run.text().contains("the network is not cut")) {
      faults.addAll(List.of(Fault.CUT_OFF, Fault.CUT_ONE_WAY));
    }
    for (Fault fault : faults) {
      run.saysOf(fault.text(), "[1-9]\\d*, of the leader \\d+$");
    }
    run.saysOf("leader killed, to the next write", "p50 \\d+ ms, max \\d+ ms, [1-9]\\d* times$");
    run.saysOf("no leader that took writes", "[1-9]\\d* ms in all$");
    for (String what :
        List.of(
            "write ok",
            "write refused",
            "read ok",
            "event ok",
            "result ok",
            "task completed",
            Watcher.RESUMED,
            Watcher.COMPACTED)) {
      run.saysOf(what, "[1-9]\\d*$");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stale-read", "lost-write", "repeated-apply"})
  void shouldFindABugThatIsPlanted(String bug) throws Exception {
    Ended run = torture("--minutes", SHORT_MINUTES, "--seed", SEED, "--bug", bug);

    assertThat(run.exit()).as(run.text()).isEqualTo(1);
    run.saysOf("judged", "\\d+ operations, violation$");
    run.saysOf("verdict", "VIOLATED$");
    Matcher kept = KEPT.matcher(run.text());
    assertThat(kept.find()).as(run.text()).isTrue();
    Path folder = Path.of(kept.group(1));
    assertThat(folder.resolve("history.jsonl")).isNotEmptyFile();
    FileTree.delete(folder);
  }

  private Ended torture(String... arguments) throws Exception {
    Path root = Path.of("..").toRealPath();
    var command = new ArrayList<>(List.of(root.resolve("dev").toString(), "torture"));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("SYNOD_DEV_DIR", directory.resolve("dev").toString());
    // What is tried was built by the same run of Maven.
    builder.environment().put("SYNOD_SKIP_BUILD", "true");
    Process process = builder.start();
    try {
      boolean isOver = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      String text = Files.readString(output);
      System.out.println(text);
      assertThat(isOver).as("it ends within %s", LIMIT).isTrue();
      return new Ended(process.exitValue(), text);
    } finally {
      List<ProcessHandle> left = process.descendants().toList();
      process.destroyForcibly();
      left.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
