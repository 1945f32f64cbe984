package dev.synod.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Recorded;
import dev.synod.kernel.group.GroupEvent;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TailTest {

  private static List<Recorded> events(long from, long through) {
    return LongStream.rangeClosed(from, through)
        .mapToObj(
            revision -> new Recorded(revision, 5, new GroupEvent.GroupRetracted(Requests.GROUP)))
        .toList();
  }

  private static Tail filled(int eventsMax, long bytesMax) {
    var tail = new Tail(eventsMax, bytesMax);
    for (long first = 1; first <= 91; first += 10) {
      tail.append(events(first, first + 9), 100);
    }
    return tail;
  }

  @Test
  void shouldResumeInTheMiddleOfABlock() {
    Tail.Page page = filled(1_000, 1 << 20).after(14, 10);
    assertThat(page.compacted()).isFalse();
    assertThat(page.events())
        .extracting(Recorded::revision)
        .containsExactly(LongStream.rangeClosed(15, 24).boxed().toArray(Long[]::new));
    assertThat(page.revision()).isEqualTo(100);
  }

  @Test
  void shouldSayThatARevisionIsCompactedWhenCountOrBytesPassTheLimit() {
    for (Tail tail : List.of(filled(35, 1 << 20), filled(1_000, 350))) {
      assertThat(tail.floor()).isEqualTo(70);
      assertThat(tail.after(69, 10).compacted()).isTrue();
      assertThat(tail.after(70, 100).events()).hasSize(30);
    }
  }

  @Test
  void shouldWakeWhoeverWaits() {
    Tail tail = filled(1_000, 1 << 20);
    assertThat(tail.beyond(99)).isCompleted();
    var waiting = tail.beyond(100);
    assertThat(waiting).isNotCompleted();
    tail.append(events(101, 101), 1);
    assertThat(waiting).isCompleted();
  }

  @Test
  void shouldCarryItselfThroughASnapshot() {
    Tail tail = filled(35, 1 << 20);
    var restored = new Tail(35, 1 << 20);
    restored.restore(tail.content(90));
    assertThat(restored.floor()).isEqualTo(70);
    assertThat(restored.after(70, 100).events()).hasSize(20);
    restored.append(events(91, 100), 100);
    assertThat(restored.after(70, 100)).isEqualTo(tail.after(70, 100));
  }

  @Test
  void shouldWakeWaitersOfAnEmptyTailThatIsRestored() {
    var tail = new Tail(10, 100);
    var waiting = tail.beyond(0);
    tail.restore(new Tail.Content(50, 50, List.of()));
    assertThat(waiting).isCompleted();
    assertThat(tail.after(0, 10).compacted()).isTrue();
  }
}
