package dev.synod.worker;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;

/** Traces of what the worker does; they leave only where a collector is named. */
@ApplicationScoped
class Spans {
  private static final AttributeKey<String> RUN = AttributeKey.stringKey("synod.run");

  private final Tracer tracer;

  Spans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Work that may fail with {@code E}. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Does work within a span.
   *
   * @param run that it is for, {@code namespace/name}
   */
  <T, E extends Exception> T around(String name, String run, Work<T, E> work) throws E {
    Span span = tracer.spanBuilder(name).setAttribute(RUN, run).startSpan();
    try (Scope _ = span.makeCurrent()) {
      return work.run();
    } catch (Exception e) {
      span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      span.end();
    }
  }
}
