package dev.synod.server.replica;

import dev.synod.api.peer.v1.AdmitRequest;
import dev.synod.api.peer.v1.DismissRequest;
import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.kernel.Lane;
import dev.synod.log.LogStatus;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.NotLeaderException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** All replicas, as any of them tells of them and changes who belongs to the group. */
@ApplicationScoped
public class Cluster {
  private static final long CHANGE_MILLIS_MAX = 90_000;
  private static final long LEADER_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_MILLIS = 100;

  /** A replica that is farther behind than an entry or two in flight is catching up. */
  private static final long LAG_ENTRIES_USUAL = 1_024;

  private final Replica replica;

  @Inject
  Cluster(Replica replica) {
    this.replica = replica;
  }

  /** A replica by its place, and its membership where it has one. */
  private record Known(String name, String id, String address, String peerAddress) {}

  /**
   * By which bundles the OPAs beside the other replicas decide. Of a replica that is late with its
   * answer the last one counts, for some seconds; then it counts as gone.
   */
  public Set<String> stagedByOthers() {
    LogStatus status = replica.group().status();
    List<CompletableFuture<Optional<PeerStatus>>> asked =
        status.members().stream()
            .filter(member -> !member.id().equals(status.self()))
            .map(LogStatus.Member::peerAddress)
            .map(peer -> CompletableFuture.supplyAsync(() -> askOrLately(peer)))
            .toList();
    return asked.stream()
        .map(CompletableFuture::join)
        .flatMap(Optional::stream)
        .filter(answer -> answer.getFault().isEmpty())
        .map(PeerStatus::getStagedPolicy)
        .collect(Collectors.toSet());
  }

  private Optional<PeerStatus> askOrLately(String peerAddress) {
    return replica.ask(peerAddress).or(() -> replica.heardLately(peerAddress));
  }

  /** Names of the places where replicas run. */
  public List<String> places() {
    return replica.group().places().stream().map(Place::name).toList();
  }

  /** Each replica's last word, without asking; one that was not heard lately is unreachable. */
  public List<ReplicaReport> lastReports() {
    Replica.Group group = replica.group();
    var answers = new LinkedHashMap<Known, Optional<PeerStatus>>();
    for (Known known : known(group)) {
      answers.put(
          known,
          isSelf(known, group.status())
              ? Optional.of(replica.status())
              : replica.heardLately(known.peerAddress()));
    }
    return reports(group, answers);
  }

  /** Requests that this replica brought to another one that leads, by lane. */
  public double forwarded(Lane lane) {
    return replica.forwarded(lane);
  }

  /** Each replica's own word, those that may become members too. */
  public List<ReplicaReport> reports() {
    Replica.Group group = replica.group();
    var asked = new LinkedHashMap<Known, CompletableFuture<Optional<PeerStatus>>>();
    for (Known known : known(group)) {
      asked.put(known, CompletableFuture.supplyAsync(() -> status(known, group.status())));
    }
    var answers = new LinkedHashMap<Known, Optional<PeerStatus>>();
    asked.forEach((known, answer) -> answers.put(known, answer.join()));
    return reports(group, answers);
  }

  private List<ReplicaReport> reports(
      Replica.Group group, Map<Known, Optional<PeerStatus>> answers) {
    var digests =
        new Digests(
            answers.values().stream().flatMap(Optional::stream).toList(), group.status().members());
    long committed =
        answers.values().stream()
            .flatMap(Optional::stream)
            .mapToLong(PeerStatus::getCommittedIndex)
            .max()
            .orElse(0);
    return answers.entrySet().stream()
        .map(
            answer ->
                answer
                    .getValue()
                    .map(status -> report(answer.getKey(), status, digests, committed))
                    .orElseGet(() -> silent(answer.getKey())))
        .toList();
  }

  private static List<Known> known(Replica.Group group) {
    Map<String, Known> byName = new LinkedHashMap<>();
    group
        .places()
        .forEach(
            place ->
                byName.put(
                    place.name(),
                    new Known(place.name(), "", place.address(), place.peerAddress())));
    for (LogStatus.Member member : group.status().members()) {
      byName.put(
          member.name(),
          new Known(member.name(), member.id(), member.address(), member.peerAddress()));
    }
    return List.copyOf(byName.values());
  }

  private Optional<PeerStatus> status(Known known, LogStatus status) {
    return isSelf(known, status) ? Optional.of(replica.status()) : replica.ask(known.peerAddress());
  }

  private static boolean isSelf(Known known, LogStatus status) {
    return known.name().equals(new LogStatus.Member(status.self(), "").name());
  }

  /** One that does not answer: what is known is since when, as far as this replica asked. */
  private ReplicaReport silent(Known known) {
    return new ReplicaReport(
        known.name(),
        known.id(),
        known.address(),
        "Unknown",
        0,
        0,
        0,
        0,
        "Unknown",
        "Unreachable",
        "Unknown",
        null,
        replica.seen(known.peerAddress()).map(Seen::at).orElse(null));
  }

  private static ReplicaReport report(
      Known known, PeerStatus status, Digests digests, long committed) {
    long lag = Math.max(0, committed - status.getAppliedIndex());
    return new ReplicaReport(
        known.name(),
        status.getId(),
        known.address(),
        role(known, status),
        status.getTerm(),
        status.getAppliedIndex(),
        status.getCommittedIndex(),
        lag,
        digests.word(status),
        health(status, lag),
        policy(status),
        status.getDiskFreeBytes(),
        Instant.ofEpochMilli(status.getStartedAtMillis()));
  }

  private static String role(Known known, PeerStatus status) {
    if (!known.id().equals(status.getId())) {
      return status.getHasGroup() ? "Removed" : "Joining";
    }
    return switch (status.getRole()) {
      case "LEADER" -> "Leader";
      case "CANDIDATE" -> "Candidate";
      case "STOPPED" -> "Stopped";
      default -> "Follower";
    };
  }

  private static String policy(PeerStatus status) {
    if (status.getStagedPolicy().isEmpty()) {
      return "None";
    }
    return status.getStagedPolicy().equals(status.getPolicyInForce()) ? "InForce" : "Another";
  }

  private static boolean isStopped(PeerStatus status) {
    return status.getRole().equals("STOPPED");
  }

  /** Whether it has opened its log, or tells nothing of it yet because it starts. */
  private static boolean hasLog(PeerStatus status) {
    return status.getMembersCount() > 0;
  }

  private static String health(PeerStatus status, long lag) {
    if (!status.getFault().isEmpty()) {
      return status.getFault();
    }
    if (isStopped(status)) {
      return "Stopped";
    }
    if (Room.isLow(status)) {
      return "DiskLow";
    }
    return lag > LAG_ENTRIES_USUAL ? "CatchingUp" : "Up";
  }

  /**
   * Takes a replica into the group.
   *
   * @param name of one of the places where replicas may run
   * @throws IllegalArgumentException where there is none, it does not answer, or its log has
   *     stopped
   */
  public void admit(String name) throws InterruptedException {
    Place place =
        replica.group().places().stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected one of the replicas in SYNOD_REPLICAS, %s, but found '%s'. Name it there first, at each replica."
                            .formatted(
                                replica.group().places().stream().map(Place::name).toList(),
                                name)));
    if (isSelf(name)) {
      return;
    }
    PeerStatus status =
        replica
            .ask(place.peerAddress())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected the replica %s to answer at %s, but it does not. Start it first."
                            .formatted(name, place.peerAddress())));
    if (isStopped(status) && hasLog(status)) {
      throw new IllegalArgumentException(
          "Expected the log of replica %s to run, but it has stopped, as that of one does which was removed. Stop its process, empty its directory and start it: it joins by itself, as a new member."
              .formatted(name));
    }
    var member = new LogStatus.Member(status.getId(), place.address(), place.peerAddress());
    byLeader(
        members -> members.admit(member),
        leader -> {
          var request = AdmitRequest.newBuilder().setMember(Protos.member(member)).build();
          var _ = replica.peer(leader, CHANGE_MILLIS_MAX).admit(request);
        });
  }

  private boolean isSelf(String name) {
    LogStatus status = replica.group().status();
    return status.isMember() && new LogStatus.Member(status.self(), "").name().equals(name);
  }

  /**
   * Ends a replica's membership; a leader hands over first.
   *
   * @param name or id of a member
   * @throws IllegalArgumentException where there is none, or what remains could decide nothing
   */
  public void dismiss(String name) throws InterruptedException {
    List<LogStatus.Member> members = replica.group().status().members();
    LogStatus.Member gone =
        members.stream()
            .filter(member -> member.name().equals(name) || member.id().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected one of the members %s, but found '%s'."
                            .formatted(members.stream().map(LogStatus.Member::id).toList(), name)));
    byLeader(
        ofGroup -> ofGroup.dismiss(gone.id()),
        leader -> {
          var request = DismissRequest.newBuilder().setId(gone.id()).build();
          var _ = replica.peer(leader, CHANGE_MILLIS_MAX).dismiss(request);
        });
  }

  /** What this replica does as the leader. */
  private interface Here {
    List<LogStatus.Member> change(Members members);
  }

  /** What another replica is asked to do as the leader. */
  private interface There {
    void change(LogStatus.Member leader);
  }

  private void byLeader(Here here, There there) throws InterruptedException {
    long until = System.nanoTime() + LEADER_NANOS_MAX;
    while (true) {
      try {
        changeOnce(here, there);
        return;
      } catch (NotLeaderException e) {
        if (System.nanoTime() > until) {
          throw new LogUnavailableException(
              "Expected a replica that leads, but found none; nothing was changed. Try again.", e);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /**
   * Makes sure that there is a group to change.
   *
   * @throws IllegalArgumentException where this replica is alone
   */
  public void requireOthers() {
    var _ = members(replica.group());
  }

  private static Members members(Replica.Group group) {
    Members members = group.members();
    if (members == null) {
      throw new IllegalArgumentException(
          "Expected a replica that has others, but this one is alone. Name all replicas in SYNOD_REPLICAS, with certificates, and start it again.");
    }
    return members;
  }

  private void changeOnce(Here here, There there) {
    Replica.Group group = replica.group();
    Members members = members(group);
    LogStatus.Member leader = group.status().leadingMember();
    if (group.status().leads()) {
      var _ = here.change(members);
    } else if (leader == null || leader.id().equals(group.status().self())) {
      throw new NotLeaderException(null, null);
    } else {
      try {
        there.change(leader);
      } catch (StatusRuntimeException e) {
        throw refused(e.getStatus());
      }
    }
  }

  private static RuntimeException refused(Status status) {
    String why = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case FAILED_PRECONDITION -> new NotLeaderException(null, null);
      case INVALID_ARGUMENT -> new IllegalArgumentException(why);
      default -> new LogUnavailableException(why);
    };
  }
}
