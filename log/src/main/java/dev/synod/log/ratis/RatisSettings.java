package dev.synod.log.ratis;

import dev.synod.log.LogConfig;
import dev.synod.log.LogStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Our configuration in Ratis's terms; each departure from its defaults has its reason. */
final class RatisSettings {
  private static final String DIRECTORY = "raft";

  /**
   * Of entries, or of a snapshot, in one message to a follower. An entry must fit, and the least
   * reserve of a disk rests on it.
   */
  static final long MESSAGE_BYTES_MAX = 4L << 20;

  private RatisSettings() {}

  /** Where Ratis keeps its log and our snapshots. */
  static Path storage(Path directory) {
    return directory.resolve(DIRECTORY);
  }

  static RaftGroupId groupId(LogConfig.Group group) {
    return RaftGroupId.valueOf(
        UUID.nameUUIDFromBytes(("synod-shard-" + group.shard()).getBytes(StandardCharsets.UTF_8)));
  }

  /** The group as it begins; what the log says of its members goes before. */
  static RaftGroup group(LogConfig.Group group) {
    return RaftGroup.valueOf(groupId(group), peers(group.founders()));
  }

  static RaftPeerId self(LogConfig.Group group) {
    return RaftPeerId.valueOf(group.self().id());
  }

  /**
   * Members in Ratis's terms. The address at which clients of Ratis would reach a member holds the
   * one at which its peers do: we have no clients of Ratis.
   */
  static List<RaftPeer> peers(List<LogStatus.Member> members) {
    return members.stream()
        .map(
            member ->
                RaftPeer.newBuilder()
                    .setId(member.id())
                    .setAddress(member.address())
                    .setClientAddress(member.peerAddress())
                    .build())
        .toList();
  }

  static List<LogStatus.Member> members(Collection<RaftPeer> peers) {
    return peers.stream()
        .map(
            peer ->
                new LogStatus.Member(
                    peer.getId().toString(),
                    peer.getAddress(),
                    peer.getClientAddress() == null ? "" : peer.getClientAddress()))
        .sorted(Comparator.comparing(LogStatus.Member::id))
        .toList();
  }

  /** What can't be said in properties: how replicas know each other, and what they refuse. */
  static Parameters parameters(LogConfig.Group group, EntryGate gate) {
    var parameters = new Parameters();
    GrpcConfigKeys.Server.setServicesCustomizer(parameters, gate);
    LogConfig.Tls tls = group.tls();
    if (tls != null) {
      GrpcConfigKeys.TLS.setConf(
          parameters,
          new GrpcTlsConfig(
              tls.key().toFile(), tls.certificate().toFile(), tls.authority().toFile(), true));
    }
    return parameters;
  }

  static RaftProperties properties(LogConfig config) {
    var properties = new RaftProperties();
    RaftServerConfigKeys.setStorageDir(properties, List.of(storage(config.directory()).toFile()));
    listenAt(properties, config.group());

    // We write snapshots ourselves: Ratis would write them on the thread that applies.
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, SnapshotStore.KEPT);

    // Acknowledged means forced to disk. These are the defaults; they must not drift.
    RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
    RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("32MB"));

    // Closed segments that stay in memory serve followers that are a little behind. The default of
    // six would fill the heap with what nobody reads.
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 1);

    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(
        properties, SizeInBytes.valueOf(MESSAGE_BYTES_MAX));
    RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(
        properties, SizeInBytes.valueOf(MESSAGE_BYTES_MAX));

    // A linearizable read asks for the read index instead of passing through the log.
    RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);

    // A long pause of the JVM must not make the server close itself: it steps down and comes back.
    RaftServerConfigKeys.setCloseThreshold(properties, seconds(600));
    RaftServerConfigKeys.Rpc.setSlownessTimeout(properties, seconds(600));

    // Entries are never submitted twice under one call id, so that cached replies serve nobody.
    RaftServerConfigKeys.RetryCache.setExpiryTime(properties, seconds(10));

    LogConfig.Timing timing = config.timing();
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, duration(timing.electionMin()));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, duration(timing.electionMax()));
    // A new member has to catch up with a snapshot before it counts.
    RaftServerConfigKeys.setStagingTimeout(properties, seconds(30));
    if (config.group().tls() == null && config.group().founders().size() <= 1) {
      // There is nobody to wait for.
      RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(
          properties, TimeDuration.valueOf(10, TimeUnit.MILLISECONDS));
      RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(
          properties, TimeDuration.valueOf(20, TimeUnit.MILLISECONDS));
    }
    return properties;
  }

  private static void listenAt(RaftProperties properties, LogConfig.Group group) {
    URI address = URI.create("raft://" + group.self().address());
    GrpcConfigKeys.Server.setPort(properties, address.getPort());
    if (group.isLoopback()) {
      // Nobody but this machine has any business here.
      GrpcConfigKeys.Server.setHost(properties, address.getHost());
    }
  }

  private static TimeDuration seconds(long seconds) {
    return TimeDuration.valueOf(seconds, TimeUnit.SECONDS);
  }

  private static TimeDuration duration(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
