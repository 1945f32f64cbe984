package dev.synod.log.ratis;

import dev.synod.kernel.KernelState;
import dev.synod.log.LogConfig;
import dev.synod.log.LogStatus;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.NotLeaderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Ratis server of one replica, and what can be asked of it. */
final class Replica implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final LogConfig.Group group;
  private final Path storage;
  private final long heldBytesMax;
  private final RaftServer server;
  private final RaftServer.Division division;
  private final ClientId reader = ClientId.randomId();
  private final AtomicLong callIds = new AtomicLong();
  private volatile long lastIndexAtStart = Long.MAX_VALUE;

  Replica(LogConfig config, StateMachine stateMachine, Disk disk) throws IOException {
    group = config.group();
    storage = RatisSettings.storage(config.directory());
    heldBytesMax = config.retention().heldLogBytesMax();
    var arrivals =
        new Arrivals(this::lastIndex, () -> stateMachine.getLastAppliedTermIndex().getIndex());
    var gate = new EntryGate(disk::spaceNow, arrivals);
    server =
        RaftServer.newBuilder()
            .setServerId(RatisSettings.self(group))
            .setGroup(RatisSettings.group(group))
            .setProperties(RatisSettings.properties(config))
            .setParameters(RatisSettings.parameters(group, gate))
            .setStateMachine(stateMachine)
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    division = server.getDivision(RatisSettings.groupId(group));
  }

  void start() throws IOException {
    server.start();
    lastIndexAtStart = lastIndex();
  }

  /** Of the last entry in the log, or -1. */
  private long lastIndex() {
    TermIndex last = log().getLastEntryTermIndex();
    return last == null ? -1 : last.getIndex();
  }

  /**
   * Whether an applied entry has just been written by the leader of the present term: it is not
   * from this replica's disk, nor from an earlier leader.
   */
  boolean isFresh(long term, long index) {
    return index > lastIndexAtStart && term == division.getInfo().getCurrentTerm();
  }

  /**
   * The division itself, which takes requests without the thread hops of the server in front of it.
   */
  RaftClientAsynchronousProtocol requests() {
    return (RaftClientAsynchronousProtocol) division;
  }

  RaftLog log() {
    return division.getRaftLog();
  }

  boolean leads() {
    DivisionInfo info = division.getInfo();
    return info.isLeader() && info.isLeaderReady();
  }

  LogStatus status(long snapshotIndex) {
    DivisionInfo info = division.getInfo();
    RaftPeerId leader = info.getLeaderId();
    return new LogStatus(
        group.self().id(),
        role(info),
        leader == null ? null : leader.toString(),
        info.getCurrentTerm(),
        RatisSettings.members(division.getRaftConf().getCurrentPeers()),
        info.isLeader() && info.isLeaderReady(),
        info.getLastAppliedIndex(),
        log().getLastCommittedIndex(),
        snapshotIndex);
  }

  private static LogStatus.Role role(DivisionInfo info) {
    if (!info.isAlive()) {
      return LogStatus.Role.STOPPED;
    }
    return switch (info.getCurrentRole()) {
      case LEADER -> LogStatus.Role.LEADER;
      case CANDIDATE -> LogStatus.Role.CANDIDATE;
      case LISTENER -> LogStatus.Role.LISTENER;
      case FOLLOWER, UNRECOGNIZED -> LogStatus.Role.FOLLOWER;
    };
  }

  NotLeaderException notLeader() {
    LogStatus status = status(-1);
    return new NotLeaderException(status.leader(), status.leaderAddress());
  }

  /** The state at the read index or later. */
  CompletableFuture<KernelState> linearizable(Supplier<KernelState> state) {
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(reader)
            .setServerId(RatisSettings.self(group))
            .setGroupId(RatisSettings.groupId(group))
            .setCallId(callIds.incrementAndGet())
            .setType(RaftClientRequest.readRequestType())
            .build();
    try {
      return requests()
          .submitClientRequestAsync(request)
          .handle(
              (reply, failure) -> {
                if (failure != null) {
                  throw refused(failure);
                }
                if (!reply.isSuccess()) {
                  throw refused(reply);
                }
                return state.get();
              });
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new LogUnavailableException("The log cannot tell what is committed.", e));
    }
  }

  /** Who loses leadership while it is asked fails instead of replying. */
  private RuntimeException refused(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof org.apache.ratis.protocol.exceptions.NotLeaderException
        ? notLeader()
        : new LogUnavailableException("The log cannot tell what is committed.", cause);
  }

  private RuntimeException refused(RaftClientReply reply) {
    return reply.getNotLeaderException() != null
        ? notLeader()
        : new LogUnavailableException(
            "The log cannot tell what is committed.", reply.getException());
  }

  /**
   * Lets the log forget the entries up to an index that every replica has; or all up to an index
   * where more is kept for one that is away than may be: it is given a snapshot when it is back. We
   * tell the log itself: a request for a snapshot is declined by the server when one of its own age
   * is there already.
   */
  void purge(long index) {
    long everywhere =
        division.getCommitInfos().stream()
            .mapToLong(CommitInfoProto::getCommitIndex)
            .reduce(index, Math::min);
    boolean holdsTooMuch = everywhere < index && bytesUpTo(index) > heldBytesMax;
    var _ =
        log()
            .purge(holdsTooMuch ? index : everywhere)
            .exceptionally(
                failure -> {
                  LOG.warn("The log was not purged after a snapshot; the next one will.", failure);
                  return -1L;
                });
  }

  /** Bytes of the closed segments that hold nothing after an index. */
  private long bytesUpTo(long index) {
    long bytes = 0;
    try {
      List<Segment> segments = Segment.in(storage);
      for (int i = 0;
          i + 1 < segments.size() && segments.get(i + 1).firstIndex() <= index + 1;
          i++) {
        bytes += Files.size(segments.get(i).path());
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("How much of the log is kept can't be learned; the next snapshot will.", e);
    }
    return bytes;
  }

  /**
   * Reaches members at these addresses. A log tells of addresses that members had in the past
   * first, and those are not replaced while the process runs.
   */
  void reachAt(List<LogStatus.Member> members) {
    server.getServerRpc().addRaftPeers(RatisSettings.peers(members));
  }

  /** Makes others the members, if the present ones are as expected. */
  CompletableFuture<Void> changeMembers(
      List<LogStatus.Member> expected, List<LogStatus.Member> wanted) {
    var arguments =
        SetConfigurationRequest.Arguments.newBuilder()
            .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
            .setServersInCurrentConf(RatisSettings.peers(expected))
            .setServersInNewConf(RatisSettings.peers(wanted))
            .build();
    var request =
        new SetConfigurationRequest(
            reader,
            RatisSettings.self(group),
            RatisSettings.groupId(group),
            callIds.incrementAndGet(),
            arguments);
    try {
      return server.setConfigurationAsync(request).handle(this::administered);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new LogUnavailableException("The members can't be changed now.", e));
    }
  }

  private @Nullable Void administered(
      @Nullable RaftClientReply reply, @Nullable Throwable failure) {
    if (reply != null && reply.isSuccess()) {
      return null;
    }
    if (reply != null && reply.getNotLeaderException() != null) {
      throw notLeader();
    }
    Throwable cause = reply == null ? failure : reply.getException();
    throw new LogUnavailableException(
        "The members or the leader can't be changed now: "
            + (cause == null ? "no reason is known." : cause.getMessage()),
        cause);
  }

  /** The other members, the one that is farthest first. */
  List<String> successors() {
    return division.getCommitInfos().stream()
        .sorted(Comparator.comparingLong(CommitInfoProto::getCommitIndex).reversed())
        .map(info -> RaftPeerId.valueOf(info.getServer().getId()).toString())
        .filter(id -> !id.equals(group.self().id()))
        .toList();
  }

  /** Makes another member the leader, within a time. */
  CompletableFuture<Void> transferLeadership(String to, Duration limit) {
    var request =
        new TransferLeadershipRequest(
            reader,
            RatisSettings.self(group),
            RatisSettings.groupId(group),
            callIds.incrementAndGet(),
            RaftPeerId.valueOf(to),
            limit.toMillis());
    try {
      return server.transferLeadershipAsync(request).handle(this::administered);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new LogUnavailableException("The leader can't be changed now.", e));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
