package dev.synod.bench.core;

import dev.synod.bench.load.Sample;
import dev.synod.bench.report.Report;
import java.io.PrintStream;

/** What other clients notice of expressions that take all they can get. */
final class BombSection {
  private static final int OUTSTANDING = 64;

  private final Contenders contenders;
  private final Scale scale;

  BombSection(Contenders contenders, Scale scale) {
    this.contenders = contenders;
    this.scale = scale;
  }

  void print(PrintStream out) throws Exception {
    var report = new Report("beside", "writes/s", "p50 ms", "p99 ms");
    row(report, "nothing", measure());
    int ended;
    try (var bombs = new Bombs()) {
      row(report, "expressions without end", measure());
      ended = bombs.ended();
    }
    report.print(
        out,
        "Another client's writes, %d outstanding, alone and while a worker's %d expression children evaluate '[range(1e9)]' and endless recursion again and again; %d of these were ended at a limit meanwhile."
            .formatted(OUTSTANDING, Bombs.CHILDREN, ended));
  }

  private static void row(Report report, String beside, Sample sample) {
    report.row(beside, sample.writesPerSecond(), sample.medianMillis(), sample.p99Millis());
  }

  private Sample measure() throws Exception {
    return contenders.synod().measure(OUTSTANDING, scale.workload(), scale.times());
  }
}
