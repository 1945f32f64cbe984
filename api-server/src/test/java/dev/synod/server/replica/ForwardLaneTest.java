package dev.synod.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.peer.v1.ForwardAnswer;
import dev.synod.api.peer.v1.ForwardFrame;
import dev.synod.kernel.Code;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.log.LogStatus;
import dev.synod.log.batching.Pending;
import dev.synod.log.batching.Replies;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
