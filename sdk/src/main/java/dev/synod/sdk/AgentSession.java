package dev.synod.sdk;

import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.Task;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's presence: it does the tasks that it is given, votes, and writes to its groups.
 *
 * <p>It connects in the background and stays so: over broken connections and restarts of the server
 * the session goes on, and each request takes effect exactly once. Where the session itself ended
 * (silent for longer than its time to live, or the agent's declaration went), handlers are
 * interrupted, outstanding requests fail with {@code session-gone}, or with {@code indeterminate}
 * where nobody can tell whether they took effect, and a new session is opened.
 */
public final class AgentSession implements AutoCloseable {
  private final SessionScope scope;
  private final TaskRunner tasks;
  private final @Nullable Voter voter;
  private final Presence presence = new Presence();

  private AgentSession(Builder builder) {
    var link = new SessionLink(builder.settings(), new Frames());
    this.scope = new SessionScope(builder.namespace, link, builder.client.calls(), new Waits());
    this.tasks =
        new TaskRunner(
            builder.handlers, request -> scope.submit(Lane.NORMAL, request), this::groupOf);
    ProposalHandler handler = builder.proposals;
    this.voter = handler == null ? null : new Voter(handler, this::cast);
  }

  /** What a session is opened with. */
  public static final class Builder {
    private static final Duration TIME_TO_LIVE_DEFAULT = Duration.ofSeconds(15);

    private final SynodClient client;
    private final String namespace;
    private final String agent;
    private final Map<String, TaskHandler> handlers = new HashMap<>();
    private @Nullable ProposalHandler proposals;
    private Duration timeToLive = TIME_TO_LIVE_DEFAULT;
    private int concurrentTasks;

    Builder(SynodClient client, String namespace, String agent) {
      this.client = client;
      this.namespace = namespace;
      this.agent = agent;
    }

    /**
     * Does the tasks of a capability that the agent declares. Where no handler is given, the
     * session offers all declared capabilities; else those that have one.
     */
    public Builder onTask(String capability, TaskHandler handler) {
      handlers.put(capability, handler);
      return this;
    }

    /** Votes on proposals whose electorate has the agent. */
    public Builder onProposal(ProposalHandler handler) {
      proposals = handler;
      return this;
    }

    /** Of silence after which the server ends the session: 1 s to 5 min; 15 s by default. */
    public Builder timeToLive(Duration value) {
      timeToLive = value;
      return this;
    }

    /** Tasks at once; what the agent declares by default, and at most that. */
    public Builder concurrentTasks(int value) {
      concurrentTasks = value;
      return this;
    }

    /** Starts the session and returns at once; it connects in the background. */
    public AgentSession open() {
      var session = new AgentSession(this);
      client.adopt(session);
      session.scope.link().start();
      return session;
    }

    private LinkSettings settings() {
      return client.linkSettings(
          ClientFrame.Open.newBuilder()
              .setNamespace(namespace)
              .setAgent(agent)
              .addAllCapabilities(handlers.keySet())
              .setConcurrentTasks(concurrentTasks)
              .setTtlMillis(timeToLive.toMillis())
              .build());
    }
  }

  /** A group of the agent's namespace. */
  public Group group(String name) {
    return new Group(scope, Wire.group(scope.namespace(), name), Lane.NORMAL, null);
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

  /**
   * Ends the session: handlers are interrupted, what was sent is waited for a few seconds, and the
   * tasks that are still held go to others.
   */
  @Override
  public void close() {
    tasks.lost("The session is closing.");
    scope.link().close();
    presence.closing();
  }

  private Group groupOf(Task task) {
    return new Group(scope, task.getGroup(), Lane.NORMAL, new Fence(task.getId(), task.getToken()));
  }

  private Pending<Written> cast(dev.synod.api.v1.Proposal proposal, Vote vote) {
    return new Group(scope, proposal.getGroup(), Lane.NORMAL, null).vote(proposal.getId(), vote);
  }

  private final class Frames implements SessionLink.Listener {
    @Override
    public void opened(SessionInfo session, boolean isNew) {
      tasks.opened(session, isNew);
      scope.waits().lookAgain();
      presence.opened(session);
    }

    @Override
    public void lost(SynodException cause) {
      tasks.lost(String.valueOf(cause.getMessage()));
      if (voter != null) {
        voter.lost();
      }
      scope.waits().fail(cause);
    }

    @Override
    public void received(ServerFrame frame) {
      switch (frame.getFrameCase()) {
        case ASSIGNED -> tasks.assigned(frame.getAssigned());
        case REVOKED -> {
          var revoked = frame.getRevoked();
          tasks.revoked(revoked.getTask(), revoked.getToken(), revoked.getReason());
        }
        case PROPOSAL -> {
          var proposal = frame.getProposal();
          scope.waits().arrived(Waits.Key.proposal(proposal.getId()), Wire.proposal(proposal));
          if (voter != null) {
            voter.told(proposal);
          }
        }
        case BARRIER -> {
          var barrier = frame.getBarrier();
          var key = Waits.Key.barrier(barrier.getGroup(), barrier.getName(), barrier.getInstance());
          scope.waits().arrived(key, Wire.barrier(barrier));
        }
        case PROGRESS -> tasks.progressed(frame.getProgress().getRevision());
        case TURN, OPENED, REPLIES, CLOSED, FRAME_NOT_SET -> {}
      }
    }

    @Override
    public void closed(@Nullable SynodException cause) {
      scope.waits().fail(Presence.gone(cause));
      presence.closed(cause);
    }
  }

  /** For tests of what is sent: a request as it is. */
  Pending<Written> submit(Lane lane, Request request) {
    return scope.submit(lane, request);
  }
}
