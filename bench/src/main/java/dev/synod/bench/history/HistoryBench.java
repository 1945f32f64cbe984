package dev.synod.bench.history;

import dev.synod.bench.load.ClosedLoop;
import dev.synod.bench.load.Sample;
import dev.synod.bench.load.Workload;
import dev.synod.bench.report.Machine;
import dev.synod.bench.report.Report;
import dev.synod.bench.server.SynodServer;
import dev.synod.bench.store.Store;
import dev.synod.bench.store.SynodStore;
import dev.synod.dev.workspace.FileTree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes while PostgreSQL is there, away, and back from an older backup; the journal on disk
 * meanwhile, and whether history is whole in the end.
 */
@Command(
    name = "history",
    description = "Writes while PostgreSQL is there, away, and restored from an older backup.")
public final class HistoryBench implements Callable<Integer> {
  private static final Workload WORKLOAD = new Workload(5_000, 200, 42);
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration CAUGHT_UP_LIMIT = Duration.ofMinutes(10);

  @Option(
      names = "--seconds",
      description = "For which each row is measured; PostgreSQL is away for so long.",
      defaultValue = "60")
  private int seconds;

  @Option(names = "--outstanding", description = "Writes at once.", defaultValue = "1")
  private int outstanding;

  @Option(
      names = "--directory",
      description = "Where the server keeps its data; on the disk that is meant.")
  private Path directory = Path.of(System.getProperty("synod.bench", "bench"), "target", "history");

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    Path data = directory.toAbsolutePath();
    FileTree.delete(data);
    Files.createDirectories(data);
    Machine.print(
        out, "./dev bench history --seconds %d --outstanding %d".formatted(seconds, outstanding));
    try (var server = new SynodServer(data, true, List.of())) {
      server.declare();
      measure(out, server);
    } finally {
      FileTree.delete(data);
    }
    return 0;
  }

  private void measure(PrintStream out, SynodServer server) throws Exception {
    var report = new Report("PostgreSQL", "writes/s", "p50 ms", "p99 ms", "journal MiB");
    try (Store store = new SynodStore(server)) {
      ClosedLoop.fill(store, outstanding, WORKLOAD);
    }
    row(report, "there", server);
    awaitHistory(server);
    server.database().stop();
    server.database().backUp();
    server.database().start();
    row(report, "there, after the backup", server);
    awaitHistory(server);
    server.database().stop();
    row(report, "away", server);
    server.database().restore();
    server.database().start();
    row(report, "back, from the backup", server);
    double caughtUp = awaitHistory(server);
    report.print(
        out,
        "Durable writes of 200 bytes, %d outstanding, %d s a row; one API server with its shipped JVM options. History had the last write %.1f s after the load ended."
            .formatted(outstanding, seconds, caughtUp));
    out.printf(
        "History: %,d revisions of documents, %d gaps; the journal's limit is 1,024 MiB.%n",
        server.database().count("document_revision"), server.database().count("projection_gap"));
  }

  private void row(Report report, String state, SynodServer server) throws Exception {
    try (Store store = new SynodStore(server)) {
      Sample sample =
          ClosedLoop.measure(
              store,
              server.usage(),
              outstanding,
              WORKLOAD,
              new ClosedLoop.Times(WARM_UP, Duration.ofSeconds(seconds)));
      report.row(
          state,
          sample.writesPerSecond(),
          sample.medianMillis(),
          sample.p99Millis(),
          server.metric("synod_projection_journal_bytes") / (1 << 20));
    }
  }

  /** Waits until history has every entry; answers the seconds. */
  private static double awaitHistory(SynodServer server) throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (server.metric("synod_projection_lag_entries") > 1) {
      if (System.nanoTime() - began > CAUGHT_UP_LIMIT.toNanos()) {
        throw new IOException(
            "Expected history to catch up within %s, but it lags by %.0f entries."
                .formatted(CAUGHT_UP_LIMIT, server.metric("synod_projection_lag_entries")));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return (System.nanoTime() - began) / 1e9;
  }
}
