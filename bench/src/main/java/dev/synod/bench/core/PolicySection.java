package dev.synod.bench.core;

import dev.synod.bench.load.Sample;
import dev.synod.bench.report.Report;
import java.io.PrintStream;

/** What a declared policy costs writes: by a permit, or by a question for each. */
final class PolicySection {
  private static final int OUTSTANDING = 64;
  private static final String BY_NAMES = "deny contains \"no\" if input.action == \"state.burn\"";
  private static final String BY_CONTENT =
      "deny contains \"no\" if input.resource.write.value == \"no\"";

  private final Contenders contenders;
  private final Scale scale;

  PolicySection(Contenders contenders, Scale scale) {
    this.contenders = contenders;
    this.scale = scale;
  }

  void print(PrintStream out) throws Exception {
    var report = new Report("declared policy", "writes/s", "p50 ms", "p99 ms");
    row(report, "none");
    contenders.declarePolicy(BY_NAMES);
    row(report, "of names");
    contenders.declarePolicy(BY_CONTENT);
    row(report, "of content");
    report.print(
        out,
        "Writes of one agent, %d outstanding, where no GovernancePolicy has a say, where one has that looks at who asks for what, and where one looks at the content of each write."
            .formatted(OUTSTANDING));
  }

  private void row(Report report, String policy) throws Exception {
    Sample sample = contenders.synod().measure(OUTSTANDING, scale.workload(), scale.times());
    report.row(policy, sample.writesPerSecond(), sample.medianMillis(), sample.p99Millis());
  }
}
