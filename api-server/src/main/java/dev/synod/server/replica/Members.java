package dev.synod.server.replica;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Request;
import dev.synod.kernel.member.MemberCommand;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.LogStatus;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ratis.RatisLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Who belongs to the group; the leader's part of it. One change at a time. */
final class Members {
  private static final Logger LOG = Logger.getLogger(Members.class);
  private static final long CHANGE_SECONDS_MAX = 60;
  private static final Duration HAND_OVER_LIMIT = Duration.ofSeconds(3);

  private final RatisLog log;
  private final List<Place> places;
  private final Predicate<LogStatus.Member> reachable;

  /**
   * The members of a log's group.
   *
   * @param places where replicas may run
   * @param reachable whether another member answers
   */
  Members(RatisLog log, List<Place> places, Predicate<LogStatus.Member> reachable) {
    this.log = log;
    this.places = places;
    this.reachable = reachable;
  }

  /** Takes a replica in; one of the same name and another id leaves in the same step. */
  synchronized List<LogStatus.Member> admit(LogStatus.Member newcomer) {
    LogStatus status = leading();
    if (places.stream().noneMatch(place -> isAt(newcomer, place))) {
      throw new IllegalArgumentException(
          "Expected one of the replicas in SYNOD_REPLICAS, %s, but found %s."
              .formatted(places, newcomer));
    }
    if (status.members().contains(newcomer)) {
      return status.members();
    }
    var wanted = new ArrayList<>(status.members());
    wanted.removeIf(member -> member.name().equals(newcomer.name()));
    wanted.add(newcomer);
    List<LogStatus.Member> now = change(status, wanted);
    note(newcomer);
    return now;
  }

  /** A newcomer that asked by itself is kept in the order of all things too, by the system. */
  private void note(LogStatus.Member newcomer) {
    var order = new MemberCommand.AdmitMember(newcomer.id());
    var _ = log.submit(new Request(Origin.system(), order, Bytes.EMPTY), Lane.CRITICAL);
  }

  private static boolean isAt(LogStatus.Member member, Place place) {
    return place.name().equals(member.name())
        && place.address().equals(member.address())
        && place.peerAddress().equals(member.peerAddress());
  }

  /** Ends a membership, unless what remains could not decide anything. */
  synchronized List<LogStatus.Member> dismiss(String id) {
    LogStatus status = leading();
    var wanted = new ArrayList<>(status.members());
    if (!wanted.removeIf(member -> member.id().equals(id))) {
      return status.members();
    }
    long alive =
        wanted.stream()
            .filter(member -> member.id().equals(status.self()) || reachable.test(member))
            .count();
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected a replica that is not the last one, but found %s.".formatted(id));
    }
    if (alive <= wanted.size() / 2) {
      throw new IllegalArgumentException(
          "Expected more than half of the remaining %d replicas to answer, but found %d. Bring one back before another is removed."
              .formatted(wanted.size(), alive));
    }
    if (status.self().equals(id)) {
      throw handedOver();
    }
    return change(status, wanted);
  }

  /** A leader leaves only as a follower: whoever leads then is asked again. */
  private NotLeaderException handedOver() {
    try {
      if (!log.handOver(HAND_OVER_LIMIT)) {
        throw new LogUnavailableException(
            "Expected another replica to take over from the leader, but none did. Try again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LogStatus status = log.status();
    return new NotLeaderException(status.leader(), status.leaderAddress());
  }

  /** A member where its place is now: one that was alone has had no peers to be reached by. */
  private LogStatus.Member addressed(LogStatus.Member member) {
    return places.stream()
        .filter(place -> place.name().equals(member.name()))
        .findFirst()
        .map(place -> new LogStatus.Member(member.id(), place.address(), place.peerAddress()))
        .orElse(member);
  }

  private LogStatus leading() {
    LogStatus status = log.status();
    if (!status.leads()) {
      throw new NotLeaderException(status.leader(), status.leaderAddress());
    }
    return status;
  }

  private List<LogStatus.Member> change(LogStatus status, List<LogStatus.Member> next) {
    List<LogStatus.Member> wanted = next.stream().map(this::addressed).toList();
    try {
      log.changeMembers(status.members(), wanted).get(CHANGE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new LogUnavailableException("The members were not changed.", e.getCause());
    } catch (TimeoutException e) {
      throw new LogUnavailableException(
          "Expected the members to change within %d s; whether they did is seen in a moment."
              .formatted(CHANGE_SECONDS_MAX),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("Interrupted while the members changed.", e);
    }
    LOG.infof("The members are %s now, after %s", wanted, status.members());
    return wanted;
  }
}
