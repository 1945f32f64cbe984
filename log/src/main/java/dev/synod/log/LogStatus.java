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
   * @param address host and port at which the other replicas reach its log
   * @param peerAddress host and port at which the other replicas bring it what is for the leader;
   *     empty where there are no others
   */
  public record Member(String id, String address, String peerAddress) {

    /** A replica to which nobody brings anything. */
    public Member(String id, String address) {
      this(id, address, "");
    }

    /**
     * A new replica, whose id nobody ever had: one that lost its disk must not vote as the one that
     * it was.
     *
     * @param name by which people know the place where it runs
     * @param random hexadecimal digits
     */
    public static String newId(String name, String random) {
      return name + "-" + random;
    }

    /** The name in front of the id. */
    public String name() {
      int end = id.lastIndexOf('-');
      return end < 0 ? id : id.substring(0, end);
    }
  }

  /** Whether requests may be submitted here. */
  public boolean leads() {
    return role == Role.LEADER && ready;
  }

  /** The same replica, where it is not to take requests. */
  public LogStatus notReady() {
    return new LogStatus(
        self, role, leader, term, members, false, appliedIndex, committedIndex, snapshotIndex);
  }

  /** The replica that leads, or null where none is known. */
  public @Nullable Member leadingMember() {
    return members.stream().filter(member -> member.id().equals(leader)).findFirst().orElse(null);
  }

  /** Whether this replica has a vote. */
  public boolean isMember() {
    return members.stream().anyMatch(member -> member.id().equals(self));
  }

  /** The leader's address, or null where none is known. */
  public @Nullable String leaderAddress() {
    Member leading = leadingMember();
    return leading == null ? null : leading.address();
  }
}
