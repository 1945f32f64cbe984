package dev.synod.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One replica's view of the group.
 *
 * @param self this replica's id
 * @param leader the leader's id, or null where none is known
 * @param term the current term
 * @param ready the leader can accept requests: it has applied all that earlier terms committed
 * @param appliedIndex the last applied entry
 * @param committedIndex the last entry known to be committed
 * @param snapshotIndex the last entry in the newest finished snapshot, or -1
 */
public record LogStatus(
    String self,
    Role role,
    @Nullable String leader,
    long term,
    List<Member> members,
    boolean ready,
    long appliedIndex,
    long committedIndex,
    long snapshotIndex) {

  /** What a replica is at the moment. */
  public enum Role {
    LEADER,
    CANDIDATE,
    FOLLOWER,
    LISTENER,
    /** Not running: starting, closing or closed. */
    STOPPED
  }

  /**
   * A replica.
   *
   * @param address host and port at which the other replicas reach it
   */
  public record Member(String id, String address) {}

  /** Whether requests may be submitted here. */
  public boolean leads() {
    return role == Role.LEADER && ready;
  }

  /** The leader's address, or null where none is known. */
  public @Nullable String leaderAddress() {
    return members.stream()
        .filter(member -> member.id().equals(leader))
        .map(Member::address)
        .findFirst()
        .orElse(null);
  }
}
