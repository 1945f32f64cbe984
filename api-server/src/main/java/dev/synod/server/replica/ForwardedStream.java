package dev.synod.server.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.synod.api.peer.v1.ForwardAnswer;
import dev.synod.api.peer.v1.ForwardFrame;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.log.NotLeaderException;
import dev.synod.log.codec.CodecRegistry;
import dev.synod.log.entry.SynodTypes;
import dev.synod.log.ratis.RatisLog;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What another replica brings for one lane of the leader; answers go out in the same order. */
final class ForwardedStream implements StreamObserver<ForwardFrame> {
  private static final ForwardAnswer READY =
      ForwardAnswer.newBuilder().setReady(ForwardAnswer.Ready.getDefaultInstance()).build();
  private static final ForwardAnswer NOT_LEADER =
      ForwardAnswer.newBuilder().setNotLeader(ForwardAnswer.NotLeader.getDefaultInstance()).build();

  private final @Nullable RatisLog log;
  private final Serving serving;
  private final ServerCallStreamObserver<ForwardAnswer> out;
  private final CodecRegistry codecs = SynodTypes.registry();

  /** The last answer went out. */
  private CompletableFuture<?> answered = CompletableFuture.completedFuture(null);

  private @Nullable Lane lane;

  /** The log has refused a frame: what came later must not overtake it. */
  private volatile boolean refused;

  ForwardedStream(
      @Nullable RatisLog log, Serving serving, ServerCallStreamObserver<ForwardAnswer> out) {
    this.log = log;
    this.serving = serving;
    this.out = out;
    // Answers to a stream that is gone go nowhere, instead of failing.
    out.setOnCancelHandler(() -> {});
  }

  @Override
  public void onNext(ForwardFrame frame) {
    RatisLog open = log;
    Lane present = lane;
    if (present == null) {
      lane = Protos.lane(frame.getLane());
      if (open != null && serves() && open.status().leads()) {
        out.onNext(READY);
      } else {
        out.onNext(NOT_LEADER);
        out.onCompleted();
        refused = true;
      }
      return;
    }
    CompletableFuture<ForwardAnswer> answer =
        refused || open == null || !serves()
            ? CompletableFuture.completedFuture(NOT_LEADER)
            : submit(open, frame, present);
    answered = answered.thenCombine(answer, (before, next) -> send(next));
  }

  private boolean serves() {
    return serving.divergence().isEmpty();
  }

  private CompletableFuture<ForwardAnswer> submit(RatisLog open, ForwardFrame frame, Lane to) {
    List<byte[]> requests = frame.getRequestsList().stream().map(ByteString::toByteArray).toList();
    return open.submitEncoded(requests, to)
        .handleAsync(
            (replies, failure) -> {
              if (failure == null) {
                return answer(replies, open.state().clock().revision());
              }
              refused = true;
              if (isNotLeader(failure)) {
                return NOT_LEADER;
              }
              throw new CompletionException(failure);
            })
        .exceptionally(this::fail);
  }

  private ForwardAnswer answer(List<Reply> replies, long revision) {
    var encoded = ForwardAnswer.Replies.newBuilder().setRevision(revision);
    for (Reply reply : replies) {
      encoded.addReplies(UnsafeByteOperations.unsafeWrap(codecs.encode(Reply.class, reply)));
    }
    return ForwardAnswer.newBuilder().setReplies(encoded).build();
  }

  private static boolean isNotLeader(Throwable failure) {
    return failure instanceof NotLeaderException
        || failure.getCause() instanceof NotLeaderException;
  }

  /** Whoever forwarded must take its frames for indeterminate. */
  private ForwardAnswer fail(Throwable failure) {
    out.onError(
        Status.INTERNAL.withDescription(String.valueOf(failure.getMessage())).asException());
    return ForwardAnswer.getDefaultInstance();
  }

  private @Nullable Void send(ForwardAnswer answer) {
    if (answer.getAnswerCase() != ForwardAnswer.AnswerCase.ANSWER_NOT_SET) {
      out.onNext(answer);
    }
    return null;
  }

  @Override
  public void onError(Throwable failure) {
    refused = true;
  }

  @Override
  public void onCompleted() {
    var _ = answered.thenRun(out::onCompleted);
  }
}
