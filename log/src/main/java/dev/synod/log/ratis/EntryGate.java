package dev.synod.log.ratis;

import java.util.EnumSet;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
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
 */
final class EntryGate implements GrpcServices.Customizer, ServerInterceptor {
  private final Disk disk;

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
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean closed;

      @Override
      public void onMessage(Q message) {
        if (!closed && disk.space().isExhausted() && needsRoom(message)) {
          closed = true;
          call.close(
              Status.RESOURCE_EXHAUSTED.withDescription(
                  "The follower's disk has no room for entries; it takes them again when it has."),
              new Metadata());
        }
        if (!closed) {
          super.onMessage(message);
        }
      }

      @Override
      public void onHalfClose() {
        if (!closed) {
          super.onHalfClose();
        }
      }
    };
  }

  private static boolean needsRoom(Object message) {
    return switch (message) {
      case AppendEntriesRequestProto append -> append.getEntriesCount() > 0;
      case InstallSnapshotRequestProto snapshot -> snapshot.hasSnapshotChunk();
      default -> false;
    };
  }
}
