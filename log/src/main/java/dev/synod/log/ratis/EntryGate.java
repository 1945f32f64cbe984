package dev.synod.log.ratis;

import dev.synod.log.DiskSpace;
import dev.synod.log.ratis.Arrivals.Message;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
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
 * let through counts as if it were there, until it is.
 */
final class EntryGate implements GrpcServices.Customizer, ServerInterceptor {
  private final Supplier<DiskSpace> space;
  private final Arrivals arrivals;

  /**
   * A gate before a disk.
   *
   * @param space that is free now
   */
  EntryGate(Supplier<DiskSpace> space, Arrivals arrivals) {
    this.space = space;
    this.arrivals = arrivals;
  }

  @Override
  public NettyServerBuilder customize(
      NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
    return types.contains(GrpcServices.Type.SERVER) ? builder.intercept(this) : builder;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var gated = new GatedCall<>(call);
    return new Gated<>(gated, next.startCall(gated, headers));
  }

  private boolean hasRoom(long bytes) {
    return space.get().hasRoomFor(arrivals.bytesToWrite() + Disk.COPIES * bytes);
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

  /**
   * A stream of the leader, with what it has let through. Once the gate is shut its answers are
   * counted, for what was let through is still being written, but not sent.
   */
  private final class GatedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Map<Long, Message> unanswered = new HashMap<>();
    private boolean shut;

    GatedCall(ServerCall<Q, A> call) {
      super(call);
    }

    /** Whether a message may go on; where it may not, none that comes after it may. */
    synchronized boolean passes(Q message) {
      long bytes = shut ? 0 : bytes(message);
      if (bytes > 0 && !hasRoom(bytes)) {
        shut = true;
        super.close(
            Status.RESOURCE_EXHAUSTED.withDescription(
                "The follower's disk has no room for entries; it takes them again when it has."),
            new Metadata());
      } else if (bytes > 0 && message instanceof AppendEntriesRequestProto append) {
        long lastIndex = append.getEntries(append.getEntriesCount() - 1).getIndex();
        sent(append.getServerRequest().getCallId(), new Message(lastIndex, bytes));
      }
      return !shut;
    }

    private void sent(long call, Message message) {
      arrivals.sent(message);
      Message before = unanswered.put(call, message);
      if (before != null) {
        arrivals.stored(before);
      }
    }

    synchronized boolean isShut() {
      return shut;
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!shut) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(A answer) {
      if (answer instanceof AppendEntriesReplyProto reply) {
        Message message = unanswered.remove(reply.getServerReply().getCallId());
        if (message != null && reply.getResult() == AppendResult.SUCCESS) {
          arrivals.stored(message);
        } else if (message != null) {
          arrivals.refused(message);
        }
      }
      if (!shut) {
        super.sendMessage(answer);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      end();
      if (!shut) {
        super.close(status, trailers);
      }
    }

    /** Nobody answers any more, though what was let through may still be on its way to the log. */
    synchronized void end() {
      unanswered.values().forEach(arrivals::stored);
      unanswered.clear();
    }
  }

  /** Lets through what there is room for. */
  private static final class Gated<Q> extends SimpleForwardingServerCallListener<Q> {
    private final GatedCall<Q, ?> call;

    Gated(GatedCall<Q, ?> call, ServerCall.Listener<Q> next) {
      super(next);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      if (call.passes(message)) {
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      if (!call.isShut()) {
        super.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      call.end();
      super.onCancel();
    }

    @Override
    public void onComplete() {
      if (!call.isShut()) {
        call.end();
      }
      super.onComplete();
    }
  }
}
