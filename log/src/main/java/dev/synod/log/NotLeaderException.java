package dev.synod.log;

import org.jspecify.annotations.Nullable;

/**
 * This replica does not lead; nothing was submitted. The request can be forwarded to the leader.
 */
public final class NotLeaderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String leaderId;
  private final @Nullable String leaderAddress;

  public NotLeaderException(@Nullable String leaderId, @Nullable String leaderAddress) {
    super(
        leaderId == null
            ? "Expected to lead, but no leader is known."
            : "Expected to lead, but the leader is " + leaderId + " at " + leaderAddress + ".");
    this.leaderId = leaderId;
    this.leaderAddress = leaderAddress;
  }

  /** The leader's id, or null where none is known. */
  public @Nullable String leaderId() {
    return leaderId;
  }

  /** The address at which the leader's peers reach it, or null where none is known. */
  public @Nullable String leaderAddress() {
    return leaderAddress;
  }
}
