package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.api.v1.AdvanceRun;
import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.CoordinationGrpc;
import dev.synod.api.v1.GetDefinitionRequest;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.Task;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A worker's presence: it drives runs and makes calls on their behalf. What {@link AgentSession}
 * says of connections holds for it too.
 */
public final class WorkerSession implements AutoCloseable {
  private static final String DRIVE_RUN = "drive-run";
  private static final int DEFINITIONS_MAX = 256;

  private final SessionScope scope;
  private final TaskRunner tasks;
  private final @Nullable TurnRunner turns;
  private final Presence presence = new Presence();
  private final Map<String, Pending<JsonNode>> definitions =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Pending<JsonNode>> eldest) {
              return size() > DEFINITIONS_MAX;
            }
          });

  private WorkerSession(Builder builder) {
    var link = new SessionLink(builder.settings(), new Frames());
    this.scope = new SessionScope("", link, builder.client.calls(), new Waits());
    this.tasks =
        new TaskRunner(
            builder.handlers, request -> scope.submit(Lane.NORMAL, request), this::groupOf);
    TurnHandler handler = builder.turnHandler;
    this.turns = handler == null ? null : new TurnRunner(handler, builder.revokedHandler);
  }

  /** What a session is opened with. */
  public static final class Builder {
    private static final Duration TIME_TO_LIVE_DEFAULT = Duration.ofSeconds(10);
    private static final int CONCURRENT_TASKS_DEFAULT = 64;

    private final SynodClient client;
    private final Map<String, TaskHandler> handlers = new HashMap<>();
    private @Nullable TurnHandler turnHandler;
    private RunRevokedHandler revokedHandler = (_, _) -> {};
    private Duration timeToLive = TIME_TO_LIVE_DEFAULT;
    private int concurrentTasks = CONCURRENT_TASKS_DEFAULT;

    Builder(SynodClient client) {
      this.client = client;
    }

    /** Drives runs. */
    public Builder onTurn(TurnHandler handler) {
      turnHandler = handler;
      return this;
    }

    /** Hears when a run is driven by another; in order with the run's turns. */
    public Builder onRunRevoked(RunRevokedHandler handler) {
      revokedHandler = handler;
      return this;
    }

    /** Does the tasks of a capability of workers, such as {@code call-http}. */
    public Builder onTask(String capability, TaskHandler handler) {
      handlers.put(capability, handler);
      return this;
    }

    /** Of silence after which the server ends the session; 10 s by default. */
    public Builder timeToLive(Duration value) {
      timeToLive = value;
      return this;
    }

    /** Tasks at once; 64 by default. Runs that are driven do not count. */
    public Builder concurrentTasks(int value) {
      concurrentTasks = value;
      return this;
    }

    /** Starts the session and returns at once; it connects in the background. */
    public WorkerSession open() {
      var session = new WorkerSession(this);
      client.adopt(session);
      session.scope.link().start();
      return session;
    }

    private LinkSettings settings() {
      var capabilities = new TreeSet<>(handlers.keySet());
      if (turnHandler != null) {
        capabilities.add(DRIVE_RUN);
      }
      return client.linkSettings(
          ClientFrame.Open.newBuilder()
              .addAllCapabilities(capabilities)
              .setConcurrentTasks(concurrentTasks)
              .setTtlMillis(timeToLive.toMillis())
              .build());
    }
  }

  /** Advances a run, exactly once; {@code term-stale} where another drives it. */
  public Pending<Written> advance(AdvanceRun advance) {
    return scope.submit(Lane.NORMAL, Request.newBuilder().setAdvanceRun(advance).build());
  }

  /** A workflow's definition, by its digest. */
  public Pending<JsonNode> definition(String digest) {
    Pending<JsonNode> known = definitions.get(digest);
    if (known != null && !known.isCompletedExceptionally()) {
      return known;
    }
    Pending<JsonNode> asked =
        scope
            .calls()
            .ask(
                CoordinationGrpc.getGetDefinitionMethod(),
                GetDefinitionRequest.newBuilder().setDigest(digest).build())
            .map(answer -> Json.parse(answer.getDefinitionJson()));
    definitions.put(digest, asked);
    return asked;
  }

  /** The session, once it is open for the first time. */
  public Pending<SessionInfo> opened() {
    return presence.opened();
  }

  /**
   * Waits until the session is closed.
   *
   * @throws SynodException where it ended by itself, for it can't be opened as asked
   */
  public void awaitClosed() throws InterruptedException {
    presence.awaitClosed();
  }

  /** Ends the session; its runs and tasks go to others at once. */
  @Override
  public void close() {
    tasks.lost("The session is closing.");
    scope.link().close();
    presence.closing();
  }

  private Group groupOf(Task task) {
    return new Group(scope, task.getGroup(), Lane.NORMAL, new Fence(task.getId(), task.getToken()));
  }

  private final class Frames implements SessionLink.Listener {
    @Override
    public void opened(SessionInfo session, boolean isNew) {
      tasks.opened(session, isNew);
      presence.opened(session);
    }

    @Override
    public void lost(SynodException cause) {
      tasks.lost(String.valueOf(cause.getMessage()));
      if (turns != null) {
        turns.lost();
      }
      scope.waits().fail(cause);
    }

    @Override
    public void received(ServerFrame frame) {
      switch (frame.getFrameCase()) {
        case ASSIGNED -> tasks.assigned(frame.getAssigned());
        case REVOKED -> revoked(frame.getRevoked());
        case TURN -> {
          if (turns != null) {
            turns.told(frame.getTurn());
          }
        }
        case PROGRESS -> tasks.progressed(frame.getProgress().getRevision());
        case PROPOSAL, BARRIER, OPENED, REPLIES, CLOSED, FRAME_NOT_SET -> {}
      }
    }

    private void revoked(ServerFrame.Revoked revoked) {
      if (revoked.hasRun()) {
        if (turns != null) {
          turns.revoked(revoked.getRun(), revoked.getTerm());
        }
      } else {
        tasks.revoked(revoked.getTask(), revoked.getToken(), revoked.getReason());
      }
    }

    @Override
    public void closed(@Nullable SynodException cause) {
      scope.waits().fail(Presence.gone(cause));
      presence.closed(cause);
    }
  }
}
