package dev.synod.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.api.peer.v1.ForwardAnswer;
import dev.synod.api.peer.v1.ForwardFrame;
import dev.synod.kernel.Code;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.log.LogStatus;
import dev.synod.log.batching.Pending;
import dev.synod.log.batching.Replies;
import dev.synod.log.entry.SynodTypes;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwardLaneTest {
  private static final LogStatus.Member SELF = new LogStatus.Member("r1-a", "127.0.0.1:1");
  private static final LogStatus.Member OTHER = new LogStatus.Member("r2-b", "127.0.0.1:2");
  private static final Duration LEADER_WAIT = Duration.ofMinutes(1);
  private static final int FRAMES_MAX = 16;
  private static final ForwardAnswer READY =
      ForwardAnswer.newBuilder().setReady(ForwardAnswer.Ready.getDefaultInstance()).build();
  private static final ForwardAnswer ANSWERED =
      ForwardAnswer.newBuilder()
          .setReplies(
              ForwardAnswer.Replies.newBuilder()
                  .addReplies(
                      ByteString.copyFrom(SynodTypes.registry().encode(Reply.class, Roads.TAKEN))))
          .build();

  private final ByHand timer = new ByHand();

  private final Roads roads = new Roads();
  private final ForwardLane lane =
      new ForwardLane(
          Lane.NORMAL, roads, new ForwardLane.Threads(timer, Runnable::run), LEADER_WAIT);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private CompletableFuture<List<Reply>> offer() {
    var replies = new Replies(1);
    lane.offer(List.of(new Pending(new byte[] {1}, replies, 0)));
    return replies.future();
  }

  @Test
  void shouldLookForALeaderOnceHoweverManyRequestsWaitForIt() {
    for (int i = 0; i < 1_000; i++) {
      offer();
    }

    assertThat(timer.due).hasSize(1);
  }

  @Test
  void shouldTryAgainWhereTheWayToTheLeaderCannotBeBegun() throws Exception {
    roads.leader = OTHER;
    roads.areBlocked = true;
    CompletableFuture<List<Reply>> waiting = offer();
    assertThat(waiting).isNotDone();

    // This replica leads by the time that it is tried again.
    roads.areBlocked = false;
    roads.leader = SELF;
    timer.runAll();

    assertThat(waiting.get(0, TimeUnit.SECONDS)).containsExactly(Roads.TAKEN);
  }

  @Test
  void shouldAnswerWhatWaitsAndWhatIsOnItsWayWhenItCloses() throws Exception {
    // Given one request that the leader has not answered, and more than may be on the way at once
    roads.leader = OTHER;
    CompletableFuture<List<Reply>> sent = offer();
    roads.receiver().onNext(READY);
    for (int i = 1; i < FRAMES_MAX; i++) {
      offer();
    }
    CompletableFuture<List<Reply>> queued = offer();

    // When
    lane.close();

    // Then, for whoever is not answered keeps the process from its end
    assertThat(code(sent)).isEqualTo(Code.INDETERMINATE);
    assertThat(code(queued)).isEqualTo(Code.UNAVAILABLE);
    assertThat(code(offer())).isEqualTo(Code.UNAVAILABLE);
    assertThat(roads.sent.cancelled).isEqualTo("The replica stops.");
  }

  @Test
  void shouldGiveOneAnswerWhereTheLeadersComesAfterTheEnd() throws Exception {
    roads.leader = OTHER;
    var replies = new ArrayList<Reply>();
    lane.offer(List.of(new Pending(new byte[] {1}, new Collecting(replies), 0)));
    roads.receiver().onNext(READY);

    lane.close();
    roads.receiver().onNext(ANSWERED);

    assertThat(replies).hasSize(1);
  }

  private static Code code(CompletableFuture<List<Reply>> answered) throws Exception {
    Reply reply = answered.get(0, TimeUnit.SECONDS).getFirst();
    return ((Reply.Rejected) reply).rejection().code();
  }

  private record Collecting(List<Reply> replies) implements Pending.Receiver {
    @Override
    public void reply(int position, Reply reply) {
      replies.add(reply);
    }

    @Override
    public void failed(int position, RuntimeException cause) {
      throw cause;
    }
  }

  /** Nothing of it runs by itself: the tests look at what is due, and run it. */
  private static final class ByHand extends ScheduledThreadPoolExecutor {
    private final List<Runnable> due = new ArrayList<>();

    ByHand() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      due.add(command);
      return super.schedule(() -> {}, delay, unit);
    }

    void runAll() {
      var now = List.copyOf(due);
      due.clear();
      now.forEach(Runnable::run);
    }
  }

  /** Where the leader is, as a test says. */
  private static final class Roads implements ForwardLane.Way {
    static final Reply TAKEN = Replies.rejected(Code.NOT_FOUND, "It was taken here.");

    private LogStatus.@Nullable Member leader;
    private boolean areBlocked;
    private final Frames sent = new Frames();
    private @Nullable ClientResponseObserver<ForwardFrame, ForwardAnswer> open;

    ClientResponseObserver<ForwardFrame, ForwardAnswer> receiver() {
      return Objects.requireNonNull(open);
    }

    @Override
    public LogStatus status() {
      return new LogStatus(
          SELF.id(),
          SELF.equals(leader) ? LogStatus.Role.LEADER : LogStatus.Role.FOLLOWER,
          leader == null ? null : leader.id(),
          1,
          List.of(SELF, OTHER),
          SELF.equals(leader),
          1,
          1,
          -1);
    }

    @Override
    public void open(
        LogStatus.Member to, ClientResponseObserver<ForwardFrame, ForwardAnswer> receiver) {
      if (areBlocked) {
        throw new IllegalStateException("The certificates can't be read.");
      }
      receiver.beforeStart(sent);
      open = receiver;
    }

    @Override
    public CompletableFuture<List<Reply>> submitHere(List<byte[]> requests, Lane to) {
      return CompletableFuture.completedFuture(requests.stream().map(bytes -> TAKEN).toList());
    }

    @Override
    public CompletableFuture<?> applied(long revision, Duration limit) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** What the lane writes, which a test answers or not. */
  private static final class Frames extends ClientCallStreamObserver<ForwardFrame> {
    private @Nullable String cancelled;

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      cancelled = message;
    }

    @Override
    public void onNext(ForwardFrame frame) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
