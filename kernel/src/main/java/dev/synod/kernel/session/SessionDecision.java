package dev.synod.kernel.session;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.barrier.BarrierDecision;
import dev.synod.kernel.run.Drivers;
import dev.synod.kernel.session.SessionCommand.CloseSession;
import dev.synod.kernel.session.SessionCommand.ExpireSession;
import dev.synod.kernel.session.SessionCommand.OpenSession;
import dev.synod.kernel.task.Assignment;
import dev.synod.kernel.time.Durations;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides on sessions. */
public final class SessionDecision {
  private static final String WORKER = "service:worker";

  private SessionDecision() {}

  public static @Nullable Rejection decide(Draft draft, SessionCommand command) {
    return switch (command) {
      case OpenSession c -> open(draft, c);
      case CloseSession c -> close(draft, c);
      case ExpireSession c -> {
        end(draft, c.session(), "It was silent for " + Durations.text(c.silentMillis()) + ".");
        yield null;
      }
    };
  }

  private static @Nullable Rejection open(Draft draft, OpenSession command) {
    if (command.ttlMillis() < Limits.SESSION_TTL_MILLIS_MIN
        || command.ttlMillis() > Limits.SESSION_TTL_MILLIS_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected ttlMillis between %d and %d, but found %d."
              .formatted(
                  Limits.SESSION_TTL_MILLIS_MIN,
                  Limits.SESSION_TTL_MILLIS_MAX,
                  command.ttlMillis()));
    }
    if (command.capabilities().size() > Limits.CAPABILITIES_MAX
        || command.concurrentTasks() < 0
        || command.concurrentTasks() > Limits.CONCURRENT_TASKS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d capabilities and between 0 and %d concurrent tasks, but found %d and %d."
              .formatted(
                  Limits.CAPABILITIES_MAX,
                  Limits.CONCURRENT_TASKS_MAX,
                  command.capabilities().size(),
                  command.concurrentTasks()));
    }
    if (draft.state().sessions().table().size() >= Limits.SESSIONS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED, "Expected fewer than " + Limits.SESSIONS_MAX + " live sessions.");
    }
    return command.agent().isEmpty() ? openWorker(draft, command) : openAgent(draft, command);
  }

  private static @Nullable Rejection openWorker(Draft draft, OpenSession command) {
    if (!draft.origin().subject().equals(WORKER)) {
      return new Rejection(
          Code.INVALID_ARGUMENT, "Expected the name of the agent whose session this is.");
    }
    if (!SystemCapability.ALL.containsAll(command.capabilities())) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected capabilities of a worker (%s), but found %s."
              .formatted(new TreeSet<>(SystemCapability.ALL), command.capabilities()));
    }
    opened(draft, null, spec("", command.capabilities(), command.concurrentTasks(), command));
    return null;
  }

  private static @Nullable Rejection openAgent(Draft draft, OpenSession command) {
    var ref = new AgentRef(command.namespace(), command.agent());
    Agent agent = draft.state().agents().get(ref);
    if (agent == null) {
      return new Rejection(
          Code.NOT_FOUND,
          "Expected a declared Agent %s, but found none. Apply its manifest, or wait until its condition Accepted is True."
              .formatted(ref));
    }
    if (!draft.origin().subject().equals(ref.subject())) {
      return new Rejection(
          Code.PERMISSION_DENIED,
          "Expected a session of the caller's own agent, but %s asked for one of %s."
              .formatted(draft.origin().subject(), ref.subject()));
    }
    var capabilities = new TreeSet<String>();
    for (var declared : agent.spec().capabilities()) {
      if (command.capabilities().isEmpty()
          || command.capabilities().contains(declared.name())
          || command.capabilities().contains(declared.qualified())) {
        capabilities.add(declared.name());
        capabilities.add(declared.qualified());
      }
    }
    var undeclared = new TreeSet<>(command.capabilities());
    undeclared.removeAll(capabilities);
    if (!undeclared.isEmpty()) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected capabilities that Agent %s declares, but found %s. Declare them in spec.capabilities."
              .formatted(ref, undeclared));
    }
    int concurrent =
        command.concurrentTasks() == 0
            ? agent.spec().concurrentTasks()
            : Math.min(command.concurrentTasks(), agent.spec().concurrentTasks());
    opened(draft, ref, spec(ref.namespace(), capabilities, concurrent, command));
    return null;
  }

  private static SessionSpec spec(
      String namespace, SortedSet<String> capabilities, int concurrent, OpenSession command) {
    return new SessionSpec(
        namespace,
        Collections.unmodifiableSortedSet(new TreeSet<>(capabilities)),
        concurrent,
        command.ttlMillis());
  }

  private static void opened(Draft draft, @Nullable AgentRef agent, SessionSpec spec) {
    long id = draft.nextRevision();
    draft.created(id);
    draft.emit(new SessionEvent.SessionOpened(id, draft.origin().subject(), agent, spec));
    Assignment.drainSession(draft, id);
    Drivers.drain(draft);
  }

  private static @Nullable Rejection close(Draft draft, CloseSession command) {
    Session session = draft.state().sessions().get(command.session());
    if (session == null || !session.subject().equals(draft.origin().subject())) {
      return gone(command.session());
    }
    end(draft, command.session(), "It was closed by its owner.");
    return null;
  }

  /** Ends all sessions of a subject. */
  public static void endSessionsOf(Draft draft, String subject, String reason) {
    for (long id : draft.state().sessions().of(subject)) {
      end(draft, id, reason);
    }
  }

  private static void end(Draft draft, long id, String reason) {
    Session session = draft.state().sessions().get(id);
    if (session == null) {
      return;
    }
    draft.emit(new SessionEvent.SessionEnded(id, session.spec().namespace(), reason));
    Assignment.releaseAll(draft, session, reason);
    BarrierDecision.vacate(draft, session);
    Drivers.release(draft, session);
  }

  /** The rejection of a request on a session that is no more, or never was the caller's. */
  public static Rejection gone(long session) {
    return new Rejection(
        Code.SESSION_GONE,
        "Expected a live session of the caller's, but session %d has ended or never was. Open a new one."
            .formatted(session));
  }
}
