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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Tail tail = log.tail();
    long revision = content.begin(out);
    Basis basis = governance.basis(right.scope());
    long checkedAt = System.nanoTime();
    long markedAt = checkedAt;
    long marked = revision;
    CompletableFuture<Void> grown = tail.beyond(revision);
    while (!out.isClosed()) {
      Basis present = governance.basis(right.scope());
      long now = System.nanoTime();
      if (!present.equals(basis) || now - checkedAt >= limits.rightsInterval().toNanos()) {
        basis = present;
        checkedAt = now;
        if (!mayGoOn(right, out, revision)) {
          return;
        }
      }
      Tail.Page page = tail.after(revision, PAGE);
      if (page.compacted()) {
        end(out, "compacted", "The consumer was too slow for the events that are held.", revision);
        return;
      }
      if (!page.events().isEmpty()) {
        revision = page.events().getLast().revision();
        if (!content.events(page.events(), out)) {
          return;
        }
        grown = tail.beyond(revision);
      }
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

  private boolean mayGoOn(Right right, EventStream out, long revision)
      throws GoneException, InterruptedException {
    if (authenticator.isExpired(right.subject())) {
      end(out, "unauthenticated", "The token has expired; come back with a new one.", revision);
      return false;
    }
    try {
      governance.toRead(right).get();
      return true;
    } catch (ExecutionException e) {
      String code =
          switch (e.getCause()) {
            case DeniedException _ -> "permission-denied";
            case DivergedException _ -> DivergedException.CODE;
            case null, default -> "unavailable";
          };
      end(
          out,
          code,
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          revision);
      return false;
    }
  }

  /** Says why a stream ends, and from where it can be resumed. */
  private void end(EventStream out, String code, String reason, long revision)
      throws GoneException, InterruptedException {
    out.send(
        "closed",
        text(revision),
        Map.of("code", code, "reason", reason, "resumeAfter", text(revision)));
  }

  /** A revision as it is on the wire. */
  String text(long revision) {
    return Revisions.text(log.state().clock(), revision);
  }
}
