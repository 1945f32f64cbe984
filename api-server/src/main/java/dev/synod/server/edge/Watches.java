package dev.synod.server.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.kernel.Recorded;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.Tail;
import dev.synod.server.edge.EventStream.GoneException;
import dev.synod.server.gateway.OpenStreams;
import dev.synod.server.gateway.StreamLimits;
import dev.synod.server.governance.Basis;
import dev.synod.server.governance.DeniedException;
import dev.synod.server.governance.Governance;
import dev.synod.server.governance.Right;
import dev.synod.server.identity.Authenticator;
import dev.synod.server.problem.Problem;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.replica.DivergedException;
import dev.synod.server.view.Revisions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs streams of server-sent events over the log's tail, each on a virtual thread of its own. */
@ApplicationScoped
class Watches {
  private static final Logger LOG = Logger.getLogger(Watches.class);
  private static final int PAGE = 512;

  private final ReplicatedLog log;
  private final Governance governance;
  private final Authenticator authenticator;
  private final OpenStreams open;
  private final StreamLimits limits;
  private final ObjectMapper mapper;

  @Inject
  Watches(
      ReplicatedLog log,
      Governance governance,
      Authenticator authenticator,
      OpenStreams open,
      StreamLimits limits,
      ObjectMapper mapper) {
    this.log = log;
    this.governance = governance;
    this.authenticator = authenticator;
    this.open = open;
    this.limits = limits;
    this.mapper = mapper;
  }

  /** What a stream shows. */
  interface Content {
    /**
     * Sends what is there at the beginning.
     *
     * @return the revision after which events follow
     */
    long begin(EventStream out) throws GoneException, InterruptedException;

    /**
     * Sends what some events mean.
     *
     * @return whether the stream goes on
     */
    boolean events(List<Recorded> events, EventStream out)
        throws GoneException, InterruptedException;

    /** Called between events, at least as often as a stream shows that it lives. */
    default void idle(EventStream out) throws GoneException, InterruptedException {}

    /** The longest that {@link #idle} may wait for its next call. */
    default Duration idleInterval() {
      return Duration.ofSeconds(1);
    }
  }

  /**
   * Where a stream resumes, by its {@code Last-Event-ID} header or parameter; empty where it begins
   * anew.
   *
   * @throws ProblemException {@code compacted} where events after it are gone
   */
  Optional<Long> resumeAfter(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isEmpty()) {
      return Optional.empty();
    }
    Revisions.Given given = Headers.revision(Headers.LAST_EVENT_ID, lastEventId);
    boolean otherLife = given.incarnation() != log.state().clock().incarnation();
    if (otherLife || given.counter() < log.tail().floor()) {
      throw new ProblemException(
          Problem.of(
              "compacted",
              410,
              "Expected a revision that is still held, but events after %s are gone. Begin anew, without one."
                  .formatted(lastEventId)));
    }
    return Optional.of(given.counter());
  }

  /** Opens a stream, which another thread goes on with. */
  void start(SseEventSink sink, Sse sse, Right right, Content content) {
    OpenStreams.Ticket ticket = open.enter(right.subject());
    var out = new EventStream(sink, sse, mapper, limits.slowConsumerLimit());
    try {
      out.begin();
    } catch (GoneException e) {
      ticket.close();
      out.close();
      return;
    } catch (InterruptedException e) {
      ticket.close();
      out.close();
      Thread.currentThread().interrupt();
      return;
    }
    Thread.ofVirtual()
        .name("watch")
        .start(
            () -> {
              try (ticket) {
                run(right, content, out);
              } catch (GoneException e) {
                LOG.debugf("A stream of %s ended: %s", right.subject().id(), e.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                LOG.warnf(e, "A stream of %s failed", right.subject().id());
              } finally {
                out.close();
              }
            });
  }

  private void run(Right right, Content content, EventStream out)
      throws GoneException, InterruptedException {
    var watched = new Watched(right, out);
    out.guard(watched);
    Tail tail = log.tail();
    long revision = content.begin(out);
    watched.shown = OptionalLong.of(revision);
    long markedAt = System.nanoTime();
    long marked = revision;
    CompletableFuture<Void> grown = tail.beyond(revision);
    while (!out.isClosed()) {
      watched.check();
      Tail.Page page = tail.after(revision, PAGE);
      if (page.compacted()) {
        throw watched.end("compacted", "The consumer was too slow for the events that are held.");
      }
      if (!page.events().isEmpty()) {
        revision = page.events().getLast().revision();
        if (!content.events(page.events(), out)) {
          return;
        }
        watched.shown = OptionalLong.of(revision);
        grown = tail.beyond(revision);
      }
      long now = System.nanoTime();
      if (revision > marked && now - markedAt >= limits.progressInterval().toNanos()) {
        out.send("progress", text(revision), Map.of("revision", text(revision)));
        marked = revision;
        markedAt = now;
      }
      content.idle(out);
      out.keepAlive(limits.keepAlive());
      if (page.events().isEmpty()) {
        await(grown, content.idleInterval());
      }
    }
  }

  private static void await(CompletableFuture<Void> grown, Duration atMost)
      throws InterruptedException {
    try {
      grown.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Nothing has happened; the caller looks around and waits on.
    } catch (ExecutionException e) {
      throw new IllegalStateException("The log's tail failed", e.getCause());
    }
  }

  /** The right to what a stream shows, which is looked at again before events and between them. */
  private final class Watched implements EventStream.Guard {
    private final Right right;
    private final EventStream out;
    private Basis basis;
    private long checkedAt = System.nanoTime();

    /** Up to where all was shown; empty in the beginning, when it is not known. */
    private OptionalLong shown = OptionalLong.empty();

    Watched(Right right, EventStream out) {
      this.right = right;
      this.out = out;
      this.basis = governance.basis(right.scope());
    }

    @Override
    public void check() throws GoneException, InterruptedException {
      Basis present = governance.basis(right.scope());
      long now = System.nanoTime();
      if (present.equals(basis) && now - checkedAt < limits.rightsInterval().toNanos()) {
        return;
      }
      basis = present;
      checkedAt = now;
      if (authenticator.isExpired(right.subject())) {
        throw end("unauthenticated", "The token has expired; come back with a new one.");
      }
      try {
        governance.toRead(right).get();
      } catch (ExecutionException e) {
        String code =
            switch (e.getCause()) {
              case DeniedException _ -> "permission-denied";
              case DivergedException _ -> DivergedException.CODE;
              case null, default -> "unavailable";
            };
        throw end(
            code,
            String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
      }
    }

    /** Says why the stream ends, and from where it can be resumed. */
    GoneException end(String code, String reason) throws GoneException, InterruptedException {
      var told = new LinkedHashMap<String, String>();
      told.put("code", code);
      told.put("reason", reason);
      String id = shown.isPresent() ? text(shown.getAsLong()) : null;
      if (id != null) {
        told.put("resumeAfter", id);
      }
      out.sendLast("closed", id, told);
      return new GoneException(reason);
    }
  }

  /** A revision as it is on the wire. */
  String text(long revision) {
    return Revisions.text(log.state().clock(), revision);
  }
}
