package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.log.DiskSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryGateTest {
  private static final int MIB = 1 << 20;
  private static final long RESERVE = 32L * MIB;

  private final AtomicLong freeBytes = new AtomicLong(RESERVE);
  private final AtomicLong lastIndex = new AtomicLong();
  private final AtomicLong appliedIndex = new AtomicLong();
  private final Arrivals arrivals = new Arrivals(lastIndex::get, appliedIndex::get);
  private final EntryGate gate =
      new EntryGate(() -> new DiskSpace(freeBytes.get(), RESERVE), arrivals);

  @Test
  void shouldRefuseWhatThereIsNoRoomForBesideWhatIsOnItsWay() {
    var stream = new Stream();

    stream.receive(1, 10, 4 * MIB);
    stream.receive(2, 20, 4 * MIB);

    assertThat(stream.passed).isEqualTo(1);
    assertThat(stream.wire.closed)
        .extracting(Status::getCode)
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void shouldCountWhatWasLetThroughAfterItIsShutUntilThatIsApplied() {
    var stream = new Stream();
    stream.receive(1, 10, 4 * MIB);
    stream.receive(2, 20, 4 * MIB);
    stream.listener.onComplete();
    assertThat(arrivals.bytesToWrite()).isGreaterThan(12L * MIB);

    // The first answer of a stream has headers before it.
    stream.answer(1, AppendResult.SUCCESS);
    lastIndex.set(10);
    assertThat(arrivals.bytesToWrite()).isBetween(8L * MIB, 9L * MIB);

    appliedIndex.set(10);
    assertThat(arrivals.bytesToWrite()).isZero();
    assertThat(stream.wire.sent).isEmpty();
  }

  @Test
  void shouldPassAnswersOnWhileItIsOpen() {
    var stream = new Stream();
    stream.receive(1, 10, 4 * MIB);

    stream.answer(1, AppendResult.INCONSISTENCY);

    assertThat(stream.wire.sent).hasSize(1);
    assertThat(arrivals.bytesToWrite()).isZero();
  }

  @Test
  void shouldPassHeartbeatsWhereThereIsNoRoom() {
    freeBytes.set(0);
    var stream = new Stream();

    stream.listener.onMessage(append(1).build());

    assertThat(stream.passed).isEqualTo(1);
  }

  @Test
  void shouldCountWhatAnEndedStreamHasLeftInTheLog() {
    var stream = new Stream();
    stream.receive(1, 10, 4 * MIB);

    stream.listener.onCancel();

    assertThat(arrivals.bytesToWrite()).as("it may never get there").isZero();
    lastIndex.set(10);
    assertThat(arrivals.bytesToWrite()).isGreaterThanOrEqualTo(8L * MIB);
    appliedIndex.set(10);
    assertThat(arrivals.bytesToWrite()).isZero();
  }

  private static AppendEntriesRequestProto.Builder append(long call) {
    return AppendEntriesRequestProto.newBuilder()
        .setServerRequest(RaftRpcRequestProto.newBuilder().setCallId(call));
  }

  /** A leader's stream through the gate, with the follower behind it. */
  private final class Stream {
    private final Wire wire = new Wire();
    private final ServerCall.Listener<AppendEntriesRequestProto> listener;
    private @Nullable ServerCall<AppendEntriesRequestProto, AppendEntriesReplyProto> gated;
    private boolean answered;
    private int passed;

    Stream() {
      listener =
          gate.interceptCall(
              wire,
              new Metadata(),
              (call, headers) -> {
                gated = call;
                return new ServerCall.Listener<>() {
                  @Override
                  public void onMessage(AppendEntriesRequestProto message) {
                    passed++;
                  }
                };
              });
    }

    void receive(long call, long lastIndex, int bytes) {
      var data =
          StateMachineLogEntryProto.newBuilder().setLogData(ByteString.copyFrom(new byte[bytes]));
      listener.onMessage(
          append(call)
              .addEntries(
                  LogEntryProto.newBuilder().setIndex(lastIndex).setStateMachineLogEntry(data))
              .build());
    }

    void answer(long call, AppendResult result) {
      var follower = gated;
      assertThat(follower).isNotNull();
      if (!answered) {
        follower.sendHeaders(new Metadata());
        answered = true;
      }
      follower.sendMessage(
          AppendEntriesReplyProto.newBuilder()
              .setServerReply(RaftRpcReplyProto.newBuilder().setCallId(call))
              .setResult(result)
              .build());
    }
  }

  /** The call as gRPC has it: nothing may be sent once it is closed. */
  private static final class Wire
      extends ServerCall<AppendEntriesRequestProto, AppendEntriesReplyProto> {
    private final List<AppendEntriesReplyProto> sent = new ArrayList<>();
    private @Nullable Status closed;

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {
      expectOpen();
    }

    @Override
    public void sendMessage(AppendEntriesReplyProto message) {
      expectOpen();
      sent.add(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      expectOpen();
      closed = status;
    }

    private void expectOpen() {
      if (closed != null) {
        throw new IllegalStateException("call is closed");
      }
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<AppendEntriesRequestProto, AppendEntriesReplyProto>
        getMethodDescriptor() {
      throw new UnsupportedOperationException();
    }
  }
}
