package dev.synod.server.replica;

import dev.synod.api.peer.v1.AdmitRequest;
import dev.synod.api.peer.v1.HeardRequest;
import dev.synod.api.peer.v1.PeerGrpc;
import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.api.peer.v1.PeerStatusRequest;
import dev.synod.kernel.Lane;
import dev.synod.log.LogConfig;
import dev.synod.log.LogStatus;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.ratis.RatisLog;
import dev.synod.server.replica.Passport.Standing;
import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The replica of this process: opened with it, among its peers, and closed with it. */
@ApplicationScoped
public class Replica {
  private static final Logger LOG = Logger.getLogger(Replica.class);
  private static final Duration LEAD_LIMIT = Duration.ofSeconds(30);
  private static final Duration LATELY = Duration.ofSeconds(5);
  private static final long ASK_MILLIS_MAX = 500;
  private static final long ADMISSION_MILLIS_MAX = 90_000;

  private final ReplicaConfig config;
  private final ReplicaFacts facts;
  private final Serving serving;
  private final Settings settings;
  private final Clock clock;
  private final long startedAtMillis;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private @Nullable Peers peers;
  private @Nullable PeerServer server;
  private @Nullable Members members;
  private volatile @Nullable Forwarder forwarder;
  private volatile @Nullable Passport passport;
  private volatile @Nullable RatisLog ratis;
  private @Nullable ReplicatedLog log;
  private @Nullable Thread joining;
  private @Nullable Rounds rounds;

  @Inject
  Replica(ReplicaConfig config, ReplicaFacts facts, Serving serving, Clock clock) {
    this.config = config;
    this.facts = facts;
    this.serving = serving;
    this.settings = Settings.of(config);
    this.clock = clock;
    this.startedAtMillis = clock.millis();
  }

  @PostConstruct
  void open() {
    Path directory = config.dataDir();
    try {
      Files.createDirectories(directory);
      passport = Passport.in(directory, settings.self().name());
      if (settings.tls() == null) {
        if (passport().standing() == Standing.NEW) {
          become(Standing.FOUNDING);
        }
        log = openLog();
      } else {
        openAmongPeers(settings.tls());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The log can't be opened in " + directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the group was looked for.", e);
    }
  }

  private void openAmongPeers(LogConfig.Tls tls) throws IOException, InterruptedException {
    var others = new Peers(tls);
    peers = others;
    var service = new PeerService(this::status, facts, serving);
    server = new PeerServer(settings.self(), tls, service);
    var entry = new Joining(settings.self(), settings.places(), this::ask);
    if (passport().standing() == Standing.NEW) {
      try (var _ = new Waking(Thread.currentThread())) {
        become(entry.awaitBeginning() ? Standing.FOUNDING : Standing.JOINING);
      }
    }
    requireOwn();
    RatisLog opened = openLog();
    if (passport().standing() == Standing.JOINING) {
      opened.reachAt(presentMembers());
    }
    var ofGroup =
        new Members(opened, settings.places(), member -> ask(member.peerAddress()).isPresent());
    members = ofGroup;
    service.open(opened, ofGroup);
    var toLeader = new Forwarder(opened, others, config.leaderWait());
    forwarder = toLeader;
    log = new ForwardingLog(opened, toLeader, serving, config.leaderWait());
    rounds =
        new Rounds(
            opened,
            serving,
            new Rounds.Asking(
                this::status,
                member -> ask(member.peerAddress()),
                member -> heardLately(member.peerAddress())),
            config.handOverLimit());
    rounds.start();
    if (passport().standing() == Standing.JOINING) {
      joining = Thread.ofVirtual().name("joining").start(() -> join(entry, opened));
    }
  }

  /** The id in a directory holds the name of the place: the others find this replica by it. */
  private void requireOwn() {
    String name = new LogStatus.Member(passport().id(), "").name();
    if (!name.equals(settings.self().name())) {
      throw new IllegalArgumentException(
          "Expected the data of the replica %s in %s, but found that of %s. Give this replica that name (SYNOD_REPLICA_NAME, SYNOD_REPLICAS), or another directory."
              .formatted(settings.self().name(), config.dataDir(), name));
    }
  }

  /** Who answers at the places of the others, there. */
  private List<LogStatus.Member> presentMembers() {
    return settings.places().stream()
        .filter(place -> !place.equals(settings.self()))
        .flatMap(
            place ->
                ask(place).stream()
                    .map(
                        status ->
                            new LogStatus.Member(
                                status.getId(), place.address(), place.peerAddress())))
        .toList();
  }

  private RatisLog openLog() throws IOException, InterruptedException {
    RatisLog opened = RatisLog.open(settings.log(passport()));
    ratis = opened;
    if (passport().standing() == Standing.FOUNDING) {
      // Once it leads, its log holds who the members are: founders must not be named again.
      opened.awaitLeader(LEAD_LIMIT);
      become(Standing.MEMBER);
    }
    return opened;
  }

  private void become(Standing standing) throws IOException {
    passport = passport().become(standing, config.dataDir());
  }

  private void join(Joining entry, RatisLog opened) {
    try {
      entry.awaitMembership(this::askForAdmission, () -> opened.status().isMember());
      become(Standing.MEMBER);
    } catch (IOException e) {
      throw new UncheckedIOException("The membership can't be noted.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askForAdmission(Place place) {
    Peers others = peers;
    if (others == null) {
      return;
    }
    try {
      var request =
          AdmitRequest.newBuilder()
              .setMember(Protos.member(settings.member(passport().id())))
              .build();
      var _ = others.calls(place.peerAddress(), ADMISSION_MILLIS_MAX).admit(request);
    } catch (StatusRuntimeException e) {
      LOG.infof("%s does not take %s in yet: %s", place.name(), passport().id(), e.getMessage());
    }
  }

  /** The log, as this replica serves it. */
  @Produces
  @ApplicationScoped
  @Startup
  ReplicatedLog log() {
    ReplicatedLog open = log;
    if (open == null) {
      throw new IllegalStateException("Expected an open log.");
    }
    return open;
  }

  /** Gives leadership away while requests are still served, so that nobody notices the stop. */
  void stop(@Observes ShutdownEvent event) {
    RatisLog open = ratis;
    try {
      if (open != null && open.status().leads()) {
        var _ = open.handOver(config.handOverLimit());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void close() {
    if (joining != null) {
      joining.interrupt();
    }
    if (rounds != null) {
      rounds.close();
    }
    if (server != null) {
      server.close();
    }
    if (log != null) {
      log.close();
    }
    if (peers != null) {
      peers.close();
    }
  }

  /**
   * Lets the leader know that sessions are alive whose clients speak with this replica.
   *
   * @return whether it knows now
   */
  public boolean reportAlive(Collection<Long> sessions) {
    LogStatus.Member leader = leader();
    Peers others = peers;
    if (leader == null || others == null) {
      return false;
    }
    try {
      return others
          .calls(leader.peerAddress(), ASK_MILLIS_MAX)
          .heard(HeardRequest.newBuilder().addAllSessions(sessions).build())
          .getLeads();
    } catch (StatusRuntimeException e) {
      LOG.debugf(e, "The leader can't be told which sessions live");
      return false;
    }
  }

  /** History has everything up to this log index. */
  public void projected(long index) {
    facts.projected(index);
  }

  /** How far history is, by what the leader knows; empty where there is no other that leads. */
  public Optional<Long> projectedByLeader() {
    LogStatus.Member leader = leader();
    return leader == null
        ? Optional.empty()
        : ask(leader.peerAddress()).map(PeerStatus::getProjectedIndex);
  }

  /** Another replica that leads. */
  private LogStatus.@Nullable Member leader() {
    RatisLog open = ratis;
    LogStatus.Member leader = open == null ? null : open.status().leadingMember();
    return leader == null || leader.id().equals(passport().id()) ? null : leader;
  }

  private Optional<PeerStatus> ask(Place place) {
    return ask(place.peerAddress());
  }

  /** How another replica is, or empty where it does not answer in time. */
  Optional<PeerStatus> ask(String peerAddress) {
    Peers others = peers;
    if (others == null || peerAddress.isEmpty()) {
      return Optional.empty();
    }
    try {
      PeerStatus answer =
          others.calls(peerAddress, ASK_MILLIS_MAX).status(PeerStatusRequest.getDefaultInstance());
      seen.put(peerAddress, new Seen(answer, clock.instant()));
      return Optional.of(answer);
    } catch (StatusRuntimeException e) {
      LOG.tracef(e, "%s does not answer", peerAddress);
      return Optional.empty();
    }
  }

  /** What another replica answered last, since this process began. */
  Optional<Seen> seen(String peerAddress) {
    return Optional.ofNullable(seen.get(peerAddress));
  }

  /** What another replica answered within the last few seconds. */
  Optional<PeerStatus> heardLately(String peerAddress) {
    return seen(peerAddress)
        .filter(last -> last.at().plus(LATELY).isAfter(clock.instant()))
        .map(Seen::status);
  }

  /** Requests that were brought to another replica that leads. */
  long forwarded(Lane lane) {
    Forwarder present = forwarder;
    return present == null ? 0 : present.count(lane);
  }

  /** Where replicas run, and who belongs to the group. */
  Group group() {
    RatisLog open = ratis;
    if (open == null) {
      throw new IllegalStateException("Expected an open log.");
    }
    return new Group(settings.places(), open.status(), members);
  }

  /**
   * Replicas as this one knows them.
   *
   * @param members by whom a change is made while this replica leads, or null where it is alone
   */
  record Group(List<Place> places, LogStatus status, @Nullable Members members) {}

  /** Calls of another replica; only where there are others. */
  PeerGrpc.PeerBlockingStub peer(LogStatus.Member member, long millisMax) {
    Peers others = peers;
    if (others == null) {
      throw new IllegalStateException("Expected other replicas, but this one is alone.");
    }
    return others.calls(member.peerAddress(), millisMax);
  }

  /** How this replica is. */
  PeerStatus status() {
    return Statuses.of(passport(), ratis, facts, serving, startedAtMillis);
  }

  private Passport passport() {
    Passport present = passport;
    if (present == null) {
      throw new IllegalStateException("Expected an open replica.");
    }
    return present;
  }
}
