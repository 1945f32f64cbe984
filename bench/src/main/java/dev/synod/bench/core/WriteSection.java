package dev.synod.bench.core;

import dev.synod.bench.load.Sample;
import dev.synod.bench.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Durable writes of each contender, with more and more of them outstanding. */
final class WriteSection {
  private final Contenders contenders;
  private final Scale scale;

  WriteSection(Contenders contenders, Scale scale) {
    this.contenders = contenders;
    this.scale = scale;
  }

  void print(PrintStream out) throws Exception {
    var report =
        new Report(
            "outstanding",
            "server",
            "writes/s",
            "p50 ms",
            "p99 ms",
            "CPU s per 100,000",
            "RSS MiB",
            "to etcd",
            "to ZooKeeper");
    measure()
        .forEach(
            (outstanding, samples) -> {
              double etcd = samples.get(2).writesPerSecond();
              double zooKeeper = samples.get(3).writesPerSecond();
              for (Sample sample : samples) {
                report.row(
                    outstanding,
                    sample.store(),
                    sample.writesPerSecond(),
                    sample.medianMillis(),
                    sample.p99Millis(),
                    sample.cpuSeconds(),
                    sample.rssMebibytes(),
                    sample.writesPerSecond() / etcd,
                    sample.writesPerSecond() / zooKeeper);
              }
            });
    report.print(
        out,
        """
        Durable writes: values of %d bytes to %,d live keys drawn at random (seed %d); the medians of %d rounds, in each of which every server in turn is measured for %.1f s after %.1f s under the same load, all of them after %.1f s of writes that only warm up, by one client in another process over one connection. Synod: the shipped JVM options, TLS, OPA, identity, permits, numbered sessions, digest, audit leaf, journal; a pack of commands per message, as the protocol has it, and its Java SDK. etcd: its defaults, no TLS, unary puts pipelined. ZooKeeper: its defaults, %s, no TLS, asynchronous setData pipelined."""
            .formatted(
                scale.workload().valueBytes(),
                scale.workload().keys(),
                scale.workload().seed(),
                scale.rounds(),
                scale.times().measured().toMillis() / 1e3,
                scale.times().warmUp().toMillis() / 1e3,
                scale.compile().toMillis() / 1e3,
                Contenders.ZOOKEEPER_OPTIONS));
  }

  /** The medians by number outstanding, in the order of the contenders. */
  private Map<Integer, List<Sample>> measure() throws Exception {
    var medians = new LinkedHashMap<Integer, List<Sample>>();
    for (int outstanding : scale.outstanding()) {
      var rounds = new ArrayList<List<Sample>>();
      for (var _ : contenders.all()) {
        rounds.add(new ArrayList<>());
      }
      for (int round = 1; round <= scale.rounds(); round++) {
        for (int i = 0; i < rounds.size(); i++) {
          writeBack();
          Sample sample =
              contenders.all().get(i).measure(outstanding, scale.workload(), scale.times());
          System.err.printf("round %d: %s%n", round, sample);
          rounds.get(i).add(sample);
        }
      }
      medians.put(outstanding, rounds.stream().map(Sample::median).toList());
    }
    return medians;
  }

  /** What one server left in the page cache must not be written at the cost of the next. */
  private static void writeBack() throws IOException, InterruptedException {
    var _ = new ProcessBuilder("sync").start().waitFor();
  }
}
