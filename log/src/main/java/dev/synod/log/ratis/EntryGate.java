package dev.synod.log.ratis;

import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * Keeps the leader's entries and snapshots from a follower whose disk has no room for them: Ratis
 * would end the replica where a write fails. Heartbeats pass, so that the follower stays one, and
 * knows the leader; the leader sends again, and once there is room the follower catches up.
 *
 * <p>A follower that catches up is sent many MiB before the first of them are on its disk: what was
 * let through and is not answered counts as if it were there.
 */
final class EntryGate implements GrpcServices.Customizer, ServerInterceptor {
  private final Disk disk;
  private final AtomicLong unansweredBytes = new AtomicLong();

  EntryGate(Disk disk) {
    this.disk = disk;
  }

  @Override
  public NettyServerBuilder customize(
      NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
    return types.contains(GrpcServices.Type.SERVER) ? builder.intercept(this) : builder;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var unanswered = new Unanswered();
    return new Gated<>(
        call, next.startCall(new Answering<>(call, unanswered), headers), unanswered);
  }

  private boolean hasRoom(long bytes) {
    return disk.spaceNow().hasRoomFor(Disk.COPIES * (unansweredBytes.get() + bytes));
  }

  /** Bytes of entries, or of a snapshot's part; 0 where nothing is to be written. */
  private static long bytes(Object message) {
    return switch (message) {
      case AppendEntriesRequestProto append when append.getEntriesCount() > 0 ->
          append.getSerializedSize();
      case InstallSnapshotRequestProto snapshot when snapshot.hasSnapshotChunk() ->
          snapshot.getSerializedSize();
      default -> 0;
    };
  }

  /** What one stream has let through. */
  private final class Unanswered {
    private final Map<Long, Long> bytesByCall = new ConcurrentHashMap<>();

    void add(AppendEntriesRequestProto append, long bytes) {
      if (bytesByCall.put(append.getServerRequest().getCallId(), bytes) == null) {
        unansweredBytes.addAndGet(bytes);
      }
    }

    void answered(long call) {
      Long bytes = bytesByCall.remove(call);
      if (bytes != null) {
        unansweredBytes.addAndGet(-bytes);
      }
    }

    void end() {
      bytesByCall.keySet().forEach(this::answered);
    }
  }

  /** Sees answers, which come when the entries are on the disk. */
  private static final class Answering<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Unanswered unanswered;

    Answering(ServerCall<Q, A> call, Unanswered unanswered) {
      super(call);
      this.unanswered = unanswered;
    }

    @Override
    public void sendMessage(A message) {
      if (message instanceof AppendEntriesReplyProto reply) {
        unanswered.answered(reply.getServerReply().getCallId());
      }
      super.sendMessage(message);
    }
  }

  /** Lets through what there is room for. */
  private final class Gated<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private final Unanswered unanswered;
    private boolean closed;

    Gated(ServerCall<Q, ?> call, ServerCall.Listener<Q> next, Unanswered unanswered) {
      super(next);
      this.call = call;
      this.unanswered = unanswered;
    }

    @Override
    public void onMessage(Q message) {
      long bytes = closed ? 0 : bytes(message);
      if (bytes > 0 && !hasRoom(bytes)) {
        closed = true;
        call.close(
            Status.RESOURCE_EXHAUSTED.withDescription(
                "The follower's disk has no room for entries; it takes them again when it has."),
            new Metadata());
      }
      if (!closed) {
        if (bytes > 0 && message instanceof AppendEntriesRequestProto append) {
          unanswered.add(append, bytes);
        }
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      if (!closed) {
        super.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      unanswered.end();
      super.onCancel();
    }

    @Override
    public void onComplete() {
      unanswered.end();
      super.onComplete();
    }
  }
}
