package dev.synod.server.gateway;

import dev.synod.kernel.Code;
import dev.synod.kernel.Reply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many commands came, what became of them, and how long they took from here and back. */
@ApplicationScoped
class SubmissionMetrics {
  private static final String COMMANDS = "synod_gateway_commands";

  private final MeterRegistry metrics;
  private final Counter applied;
  private final Map<Code, Counter> rejected = new EnumMap<>(Code.class);
  private final Timer submissions;

  @Inject
  SubmissionMetrics(MeterRegistry metrics) {
    this.metrics = metrics;
    applied = commands(metrics, "applied");
    for (Code code : Code.values()) {
      rejected.put(code, commands(metrics, code.word()));
    }
    submissions =
        Timer.builder("synod_gateway_submit")
            .description("From submitting one command or one pack to its replies")
            .publishPercentileHistogram()
            .register(metrics);
  }

  private static Counter commands(MeterRegistry metrics, String outcome) {
    return Counter.builder(COMMANDS)
        .description("Commands by outcome: applied, or the code of the rejection")
        .tag("outcome", outcome)
        .register(metrics);
  }

  /** To be called when something is submitted. */
  Timer.Sample begin() {
    return Timer.start(metrics);
  }

  /** Counts the replies to what was submitted when the sample began. */
  void answered(Timer.Sample began, List<Reply> replies) {
    began.stop(submissions);
    int good = 0;
    for (Reply reply : replies) {
      switch (reply) {
        case Reply.Applied _ -> good++;
        case Reply.Rejected refusal -> count(refusal.rejection().code());
      }
    }
    if (good > 0) {
      applied.increment(good);
    }
  }

  private void count(Code code) {
    Counter counter = rejected.get(code);
    if (counter != null) {
      counter.increment();
    }
  }
}
