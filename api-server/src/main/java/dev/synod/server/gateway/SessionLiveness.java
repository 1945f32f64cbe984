package dev.synod.server.gateway;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Request;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionCommand.ExpireSession;
import dev.synod.kernel.time.Durations;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.replica.Replica;
import dev.synod.server.replica.ReplicaFacts;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * When each session was last heard of. That is the leader's soft state: only the end of a session
 * is logged. A new leader, and one that was paused itself, grants every session its whole time
 * anew. Other replicas report to it which sessions they have heard of, all at once in each look.
 */
@ApplicationScoped
public class SessionLiveness {
  private static final Logger LOG = Logger.getLogger(SessionLiveness.class);
  private static final long LOOK_MILLIS = 250;
  private static final long OWN_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ReplicatedLog log;
  private final Replica replica;
  private final ReplicaFacts facts;
  private final ConcurrentHashMap<Long, Long> heardAtNanos = new ConcurrentHashMap<>();

  /** Heard of since the last report to the leader. */
  private final Set<Long> unreported = ConcurrentHashMap.newKeySet();

  private long lookedAtNanos;
  private long leadsInTerm = -1;
  private @Nullable ScheduledExecutorService executor;

  @Inject
  public SessionLiveness(ReplicatedLog log, Replica replica, ReplicaFacts facts) {
    this.log = log;
    this.replica = replica;
    this.facts = facts;
  }

  void start(@Observes StartupEvent event) {
    var ticker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("session-liveness").daemon().factory());
    executor = ticker;
    facts.onHeard(sessions -> sessions.forEach(this::heard));
    var _ =
        ticker.scheduleWithFixedDelay(
            this::lookSafely, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    if (executor != null) {
      executor.shutdownNow();
    }
  }

  /** The session has just shown that it lives. */
  public void heard(long session) {
    heardAtNanos.put(session, System.nanoTime());
    unreported.add(session);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.warn("Silent sessions could not be looked for", e);
    }
  }

  private void look() {
    long now = System.nanoTime();
    var status = log.status();
    if (!status.leads()) {
      leadsInTerm = -1;
      report();
      return;
    }
    unreported.clear();
    if (status.term() != leadsInTerm || now - lookedAtNanos > OWN_PAUSE_NANOS) {
      heardAtNanos.clear();
      leadsInTerm = status.term();
    }
    lookedAtNanos = now;
    var sessions = log.state().sessions().table();
    for (Session session : sessions.values()) {
      long heard = heardAtNanos.computeIfAbsent(session.id(), id -> now);
      long silentMillis = TimeUnit.NANOSECONDS.toMillis(now - heard);
      if (silentMillis > session.spec().ttlMillis()) {
        expire(session, silentMillis);
      }
    }
    heardAtNanos.keySet().removeIf(id -> !sessions.has(id));
  }

  /** What the leader does not take now is reported again, for it may be another one then. */
  private void report() {
    List<Long> sessions = List.copyOf(unreported);
    unreported.removeAll(sessions);
    if (!sessions.isEmpty() && !replica.reportAlive(sessions)) {
      unreported.addAll(sessions);
    }
    var alive = log.state().sessions().table();
    unreported.removeIf(id -> !alive.has(id));
    heardAtNanos.keySet().removeIf(id -> !alive.has(id));
  }

  private void expire(Session session, long silentMillis) {
    LOG.infof(
        "Session %d of %s was silent for %s and ends",
        session.id(), session.subject(), Durations.text(silentMillis));
    // Its end is on the way; it is looked at again if that fails.
    heard(session.id());
    var command = new ExpireSession(session.spec().namespace(), session.id(), silentMillis);
    var _ = log.submit(new Request(Origin.system(), command, Bytes.EMPTY), Lane.CRITICAL);
  }
}
