package dev.synod.kernel.session;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import java.util.SortedSet;

/** Connections. */
public sealed interface SessionCommand extends Command {
  /** The namespace of the agent; empty for workers. */
  String namespace();

  @Override
  default Scope scope() {
    return Scope.of(namespace());
  }

  /**
   * Opens a session.
   *
   * @param agent name of the agent; empty for a worker
   * @param capabilities of those that the agent declares; all of them where empty
   * @param concurrentTasks what the declaration says where 0
   */
  record OpenSession(
      String namespace,
      String agent,
      SortedSet<String> capabilities,
      int concurrentTasks,
      long ttlMillis)
      implements SessionCommand {
    @Override
    public String action() {
      return Action.SESSION_OPEN;
    }
  }

  /** Ends a session of the caller's; what it held moves on at once. */
  record CloseSession(String namespace, long session) implements SessionCommand {
    @Override
    public String action() {
      return Action.SESSION_CLOSE;
    }
  }

  /** Ends a session that has been silent for longer than its time to live, as the leader saw. */
  record ExpireSession(String namespace, long session, long silentMillis)
      implements SessionCommand {
    @Override
    public String action() {
      return Action.SYSTEM;
    }
  }
}
