package dev.synod.log.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LanesTest {

  private static final Pending.Receiver NOBODY =
      new Pending.Receiver() {
        @Override
        public void reply(int position, Reply reply) {}

        @Override
        public void failed(int position, RuntimeException cause) {}
      };

  /** Requests of one byte, which names their lane. */
  private static List<Pending> requests(Lane lane, int count) {
    return sized(lane, count, 1);
  }

  private static List<Pending> sized(Lane lane, int count, int bytes) {
    List<Pending> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var content = new byte[bytes];
      content[0] = (byte) lane.name().charAt(0);
      requests.add(new Pending(content, NOBODY, i));
    }
    return requests;
  }

  private static long of(Lane lane, List<Pending> batch) {
    return batch.stream().filter(p -> p.bytes()[0] == (byte) lane.name().charAt(0)).count();
  }

  private static BatchLimits limits(int requests, int bytes, int queued, long queuedBytes) {
    return new BatchLimits(requests, bytes, 4, queued, queuedBytes);
  }

  @Test
  void shouldTakeEverythingWhenItFits() throws Exception {
    var lanes = new Lanes(limits(512, 1_000, 1_000, 1_000));
    lanes.offer(Lane.BULK, requests(Lane.BULK, 3));
    lanes.offer(Lane.NORMAL, requests(Lane.NORMAL, 4));
    List<Pending> batch = lanes.take();
    assertThat(batch).hasSize(7);
    assertThat(batch.getFirst().bytes()[0]).isEqualTo((byte) 'N');
  }

  @Test
  void shouldKeepAnEighthForEachLaneThatWaits() throws Exception {
    var lanes = new Lanes(limits(80, 10_000, 1_000, 10_000));
    for (Lane lane : Lane.values()) {
      lanes.offer(lane, requests(lane, 500));
    }
    List<Pending> batch = lanes.take();
    assertThat(batch).hasSize(80);
    assertThat(of(Lane.CRITICAL, batch)).isEqualTo(60);
    assertThat(of(Lane.NORMAL, batch)).isEqualTo(10);
    assertThat(of(Lane.BULK, batch)).isEqualTo(10);
  }

  @Test
  void shouldKeepTheOrderOfALane() throws Exception {
    var lanes = new Lanes(limits(10, 1_000, 1_000, 1_000));
    lanes.offer(Lane.NORMAL, requests(Lane.NORMAL, 25));
    List<Pending> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      taken.addAll(lanes.take());
    }
    assertThat(taken).hasSize(25);
    var again = new Lanes(limits(10, 1_000, 1_000, 1_000));
    assertThat(again.offer(Lane.NORMAL, taken)).isEqualTo(25);
    assertThat(again.take()).containsExactlyElementsOf(taken.subList(0, 10));
  }

  @Test
  void shouldAcceptOnlyWhatThereIsRoomFor() {
    var lanes = new Lanes(limits(10, 1_000, 20, 1_000));
    assertThat(lanes.offer(Lane.BULK, requests(Lane.BULK, 30))).isEqualTo(20);
    assertThat(lanes.offer(Lane.NORMAL, sized(Lane.NORMAL, 5, 300))).isEqualTo(3);
    assertThat(lanes.waiting(Lane.BULK)).isEqualTo(20);
  }

  @Test
  void shouldNotLetBytesPassTheLimitUnlessOneRequestAloneFillsIt() throws Exception {
    var lanes = new Lanes(limits(512, 1_000, 1_000, 100_000));
    lanes.offer(Lane.NORMAL, sized(Lane.NORMAL, 5, 400));
    lanes.offer(Lane.BULK, sized(Lane.BULK, 2, 1_000));
    while (lanes.waiting(Lane.NORMAL) + lanes.waiting(Lane.BULK) > 0) {
      List<Pending> batch = lanes.take();
      assertThat(batch).isNotEmpty();
      assertThat(batch.stream().mapToInt(p -> p.bytes().length).sum()).isLessThanOrEqualTo(1_000);
    }
  }

  @Test
  void shouldEndOnceClosedAndDrained() throws Exception {
    var lanes = new Lanes(limits(512, 1_000, 1_000, 1_000));
    lanes.offer(Lane.NORMAL, requests(Lane.NORMAL, 1));
    lanes.close();
    assertThat(lanes.offer(Lane.NORMAL, requests(Lane.NORMAL, 1))).isZero();
    assertThat(lanes.take()).hasSize(1);
    assertThat(lanes.take()).isEmpty();
  }
}
