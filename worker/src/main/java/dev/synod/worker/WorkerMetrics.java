package dev.synod.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.sdk.TaskFailure;
import dev.synod.workflow.expression.ExpressionException.Limit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.function.IntSupplier;

/** What the worker tells of itself. */
@ApplicationScoped
class WorkerMetrics {
  private final MeterRegistry registry;
  private final Timer turns;

  WorkerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.turns =
        Timer.builder("synod_worker_turn")
            .description("Time from a turn to the commit of its advance")
            .publishPercentileHistogram()
            .register(registry);
  }

  /** Work that may be interrupted. */
  @FunctionalInterface
  interface Turning {
    void run() throws InterruptedException;
  }

  /** Work that calls out. */
  @FunctionalInterface
  interface Calling {
    JsonNode run() throws Exception;
  }

  void turn(Turning work) throws InterruptedException {
    Timer.Sample sample = Timer.start(registry);
    try {
      work.run();
    } finally {
      sample.stop(turns);
    }
  }

  JsonNode call(Calling work) throws Exception {
    Timer.Sample sample = Timer.start(registry);
    String outcome = "failed";
    try {
      JsonNode output = work.run();
      outcome = "succeeded";
      return output;
    } catch (TaskFailure e) {
      outcome = "refused";
      throw e;
    } finally {
      sample.stop(
          Timer.builder("synod_worker_http_call")
              .description("HTTP calls on behalf of runs")
              .tag("outcome", outcome)
              .register(registry));
    }
  }

  void limitReached(Limit limit) {
    registry
        .counter("synod_worker_expression_limits", "limit", limit.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  void gauge(IntSupplier runs) {
    Gauge.builder("synod_worker_runs", runs, IntSupplier::getAsInt)
        .description("Runs that are driven here")
        .strongReference(true)
        .register(registry);
  }
}
