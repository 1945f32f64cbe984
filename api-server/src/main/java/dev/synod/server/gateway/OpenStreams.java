package dev.synod.server.gateway;

import dev.synod.kernel.Code;
import dev.synod.kernel.Rejection;
import dev.synod.server.identity.Subject;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/** Counts open streams of REST and gRPC, so that no caller holds all of them. */
@ApplicationScoped
public class OpenStreams {
  private final StreamLimits limits;
  private final Map<String, Integer> bySubject = new HashMap<>();
  private int open;

  @Inject
  OpenStreams(StreamLimits limits, MeterRegistry metrics) {
    this.limits = limits;
    Gauge.builder("synod_gateway_streams_open", this, OpenStreams::count)
        .description("Streams that are open")
        .register(metrics);
  }

  /** Takes a place for a stream; it is given back by closing the ticket. */
  public synchronized Ticket enter(Subject subject) {
    int mine = bySubject.getOrDefault(subject.id(), 0);
    if (mine >= limits.perSubjectMax() || open >= limits.openMax()) {
      throw new RejectedException(
          new Rejection(
              Code.LIMIT_EXCEEDED,
              "Expected at most %d open streams of one caller and %d of all, but found %d and %d. Close some."
                  .formatted(limits.perSubjectMax(), limits.openMax(), mine, open)));
    }
    bySubject.put(subject.id(), mine + 1);
    open++;
    return new Ticket(subject.id());
  }

  private synchronized int count() {
    return open;
  }

  private synchronized void leave(String subject) {
    open--;
    bySubject.computeIfPresent(subject, (s, count) -> count > 1 ? count - 1 : null);
  }

  /** A place. */
  public final class Ticket implements AutoCloseable {
    private final String subject;
    private boolean closed;

    private Ticket(String subject) {
      this.subject = subject;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        leave(subject);
      }
    }
  }
}
