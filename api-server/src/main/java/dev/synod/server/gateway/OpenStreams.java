package dev.synod.server.gateway;

import dev.synod.server.identity.Subject;
import dev.synod.server.problem.Problem;
import dev.synod.server.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/** Counts open streams, so that no caller holds all of them. */
@ApplicationScoped
public class OpenStreams {
  private final StreamLimits limits;
  private final Map<Holder, Integer> byHolder = new HashMap<>();
  private int open;

  /** What kind of stream it is; each has a limit of its own. */
  public enum Kind {
    EVENTS,
    CALL
  }

  private record Holder(String subject, Kind kind) {}

  @Inject
  OpenStreams(StreamLimits limits, MeterRegistry metrics) {
    this.limits = limits;
    Gauge.builder("synod_edge_streams_open", this, OpenStreams::count)
        .description("Streams that are open")
        .register(metrics);
  }

  /** Takes a place for a stream; it is given back by closing the ticket. */
  public synchronized Ticket enter(Subject subject, Kind kind) {
    var holder = new Holder(subject.id(), kind);
    int mine = byHolder.getOrDefault(holder, 0);
    int mineMax =
        switch (kind) {
          case EVENTS -> limits.perSubjectMax();
          case CALL -> limits.callsPerSubjectMax();
        };
    if (mine >= mineMax || open >= limits.openMax()) {
      throw new ProblemException(
          Problem.of(
              "limit-exceeded",
              429,
              "Expected at most %d open streams of one caller and %d of all, but found %d and %d. Close some."
                  .formatted(mineMax, limits.openMax(), mine, open)));
    }
    byHolder.put(holder, mine + 1);
    open++;
    return new Ticket(holder);
  }

  private synchronized int count() {
    return open;
  }

  private synchronized void leave(Holder holder) {
    open--;
    byHolder.computeIfPresent(holder, (h, count) -> count > 1 ? count - 1 : null);
  }

  /** A place. */
  public final class Ticket implements AutoCloseable {
    private final Holder holder;
    private boolean closed;

    private Ticket(Holder holder) {
      this.holder = holder;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        leave(holder);
      }
    }
  }
}
