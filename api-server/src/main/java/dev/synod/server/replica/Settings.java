package dev.synod.server.replica;

import dev.synod.log.LogConfig;
import dev.synod.log.LogStatus;
import dev.synod.log.journal.JournalConfig;
import dev.synod.server.replica.Passport.Standing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration means.
 *
 * @param self where this replica runs
 * @param places where replicas run
 * @param tls with which replicas know each other, or null where this one is alone
 */
record Settings(ReplicaConfig config, Place self, List<Place> places, LogConfig.@Nullable Tls tls) {
  private static final LogConfig.Timing USUAL = LogConfig.Timing.DEFAULT;
  private static final int TAIL_EVENTS_MAX = 1_000_000;

  static Settings of(ReplicaConfig config) {
    Optional<List<String>> listed = config.replicas().filter(list -> !list.isEmpty());
    if (listed.isEmpty()) {
      var alone = new Place(config.name(), "127.0.0.1:" + config.raftPort(), "");
      return new Settings(config, alone, List.of(alone), null);
    }
    List<Place> places = Place.all(listed.get());
    Place self =
        places.stream()
            .filter(place -> place.name().equals(config.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected SYNOD_REPLICA_NAME to be one of the names in SYNOD_REPLICAS, but found '%s' and %s."
                            .formatted(config.name(), listed.get())));
    var tls =
        new LogConfig.Tls(
            required(config.peerKey(), "SYNOD_PEER_KEY"),
            required(config.peerCertificate(), "SYNOD_PEER_CERT"),
            required(config.peerAuthority(), "SYNOD_PEER_CA"));
    return new Settings(config, self, places, tls);
  }

  private static Path required(Optional<Path> file, String variable) {
    return file.orElseThrow(
        () ->
            new IllegalArgumentException(
                "Expected a PEM file in %s, for SYNOD_REPLICAS names other replicas and they know each other by certificates; but it is not set."
                    .formatted(variable)));
  }

  /** This replica as a member of the group. */
  LogStatus.Member member(String id) {
    return new LogStatus.Member(id, self.address(), self.peerAddress());
  }

  /** How its log is opened. */
  LogConfig log(Passport passport) {
    LogStatus.Member member = member(passport.id());
    List<LogStatus.Member> founders =
        passport.standing() == Standing.FOUNDING ? List.of(member) : List.of();
    return LogConfig.single(config.dataDir(), config.raftPort())
        .withGroup(new LogConfig.Group(LogConfig.Group.FIRST_SHARD, member, founders, tls))
        .withTailEvents(tailEvents())
        .withTiming(
            new LogConfig.Timing(
                config.electionMin(),
                config.electionMax(),
                USUAL.tick(),
                USUAL.indeterminateAfter()))
        .withJournal(journal())
        .reservingDisk(config.diskReserve().asLongValue());
  }

  /** Without a database nobody consumes the journal, and there is nobody to wait for. */
  private JournalConfig journal() {
    ReplicaConfig.JournalSettings journal = config.journal();
    boolean isConsumed = config.databaseUrl().isPresent();
    return new JournalConfig(
        config.dataDir().resolve("journal"),
        journal.fileBytes().asLongValue(),
        journal.bytesMax().asLongValue(),
        journal.keptBytes().asLongValue(),
        isConsumed ? journal.atLimit() : JournalConfig.AtLimit.DROP_OLDEST,
        isConsumed ? Set.of(ReplicaFacts.HISTORY) : Set.of());
  }

  private int tailEvents() {
    int events = config.tailEvents();
    if (events < 1 || events > TAIL_EVENTS_MAX) {
      throw new IllegalArgumentException(
          "Expected 1 to %d events in SYNOD_TAIL_EVENTS, but found %d."
              .formatted(TAIL_EVENTS_MAX, events));
    }
    return events;
  }
}
