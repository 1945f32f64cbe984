package dev.synod.bench.core;

import dev.synod.bench.report.Report;
import dev.synod.bench.server.SynodServer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How fast a server starts, and what it takes when nobody asks anything of it. */
final class RestSection {
  private RestSection() {}

  static void print(PrintStream out, SynodServer server, Duration idle)
      throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(idle.toMillis());
    new Report("API server", "seconds to ready", "RSS MiB at rest")
        .row("Synod", server.readyAfter().toMillis() / 1e3, server.usage().rssMebibytes())
        .print(
            out,
            "Start and rest: from the start of the process to ready, with Open Policy Agent, PostgreSQL and the issuer's keys up before; memory %d s later. Aim: 5 s, under 400 MB."
                .formatted(idle.toSeconds()));
  }
}
