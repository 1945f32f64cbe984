package dev.synod.torture;

import dev.synod.testkit.history.HistoryJudge.Verdict;
import dev.synod.torture.fault.Fault;
import dev.synod.torture.fault.Nemesis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a run came to.
 *
 * @param violations of what the history alone does not show
 * @param failures of the run itself, which then proves nothing
 */
public record Report(
    Plan plan,
    Load load,
    Faults faults,
    Verdict verdict,
    List<String> violations,
    List<String> failures) {

  /**
   * What clients did.
   *
   * @param counts of operations by kind and outcome
   * @param silences the longest times without a write, the longest first
   */
  public record Load(SortedMap<String, Long> counts, List<Duration> silences) {}

  /**
   * What was done to servers.
   *
   * @param untilWrites from each kill of the leader to the next write, in order
   * @param standstills the time without a write around each fault that halts them
   * @param hasNetwork whether the network could be cut
   */
  public record Faults(
      List<Nemesis.Done> done,
      List<Duration> untilWrites,
      List<Standstill> standstills,
      boolean hasNetwork) {}

  /** Whether the run was whole, and all that must hold did. */
  public boolean holds() {
    return verdict.holds() && violations.isEmpty() && failures.isEmpty();
  }

  /** For a person. */
  public String text() {
    var lines = new ArrayList<String>();
    line(lines, "seed", "" + plan.seed());
    line(lines, "lasted", plan.lasts().toSeconds() + " s");
    lines.add("operations");
    load.counts().forEach((what, count) -> line(lines, "  " + what, "" + count));
    lines.add("faults" + (faults.hasNetwork() ? "" : " (the network is not cut: only root may)"));
    var byKind = new EnumMap<Fault, int[]>(Fault.class);
    for (Nemesis.Done done : faults.done()) {
      int[] sums = byKind.computeIfAbsent(done.fault(), _ -> new int[2]);
      sums[0]++;
      sums[1] += done.ofLeader() ? 1 : 0;
    }
    for (Map.Entry<Fault, int[]> entry : byKind.entrySet()) {
      int[] sums = entry.getValue();
      line(lines, "  " + entry.getKey().text(), sums[0] + ", of the leader " + sums[1]);
    }
    if (!faults.untilWrites().isEmpty()) {
      List<Duration> sorted = faults.untilWrites().stream().sorted().toList();
      line(
          lines,
          "leader killed, to the next write",
          "p50 %d ms, max %d ms, %d times"
              .formatted(
                  sorted.get(sorted.size() / 2).toMillis(),
                  sorted.getLast().toMillis(),
                  sorted.size()));
    }
    standstills(lines);
    line(
        lines,
        "longest times without a write",
        String.join(", ", load.silences().stream().map(time -> time.toMillis() + " ms").toList()));
    line(lines, "judged", verdict.operations() + " operations, " + verdict.verdict());
    if (verdict.failures() != null) {
      verdict
          .failures()
          .forEach(
              failure ->
                  lines.add(
                      "  %s %s: %s".formatted(failure.kind(), failure.key(), failure.reason())));
    }
    violations.stream().limit(20).forEach(violation -> lines.add("  " + violation));
    failures.forEach(failure -> lines.add("  " + failure));
    line(lines, "verdict", word());
    return String.join("\n", lines);
  }

  private String word() {
    if (holds()) {
      return "holds";
    }
    return verdict.holds() && violations.isEmpty() ? "FAILED" : "VIOLATED";
  }

  private void standstills(List<String> lines) {
    if (faults.standstills().isEmpty()) {
      return;
    }
    line(
        lines,
        "no leader that took writes",
        "%d ms in all".formatted(Standstill.total(faults.standstills()).toMillis()));
    for (Fault fault : Fault.values()) {
      List<Duration> times =
          faults.standstills().stream()
              .filter(each -> each.fault() == fault)
              .map(Standstill::lasted)
              .sorted()
              .toList();
      if (!times.isEmpty()) {
        line(
            lines,
            "  " + fault.text(),
            "%d times, max %d ms, %d ms in all"
                .formatted(
                    times.size(),
                    times.getLast().toMillis(),
                    times.stream().mapToLong(Duration::toMillis).sum()));
      }
    }
  }

  private static void line(List<String> lines, String name, String value) {
    lines.add("%-44s %s".formatted(name, value));
  }
}
