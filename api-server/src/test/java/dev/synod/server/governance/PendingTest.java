package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Scope;
import dev.synod.kernel.governance.RecordedDecision;
import dev.synod.kernel.value.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingTest {
  private final Pending pending = new Pending(3);

  @Test
  void shouldFoldAFloodOfEqualDenials() {
    List<String> ids =
        IntStream.range(0, 1_000).mapToObj(i -> add("ann", "id" + i, 100 + i)).distinct().toList();

    assertThat(ids).containsExactly("id0");
    RecordedDecision kept = pending.take().decisions().getFirst();
    assertThat(kept.count()).isEqualTo(1_000);
    assertThat(kept.firstMillis()).isEqualTo(100);
    assertThat(kept.lastMillis()).isEqualTo(1_099);
  }

  @Test
  void shouldKeepApartWhatDiffers() {
    add("ann", "a", 1);
    add("bob", "b", 1);

    assertThat(pending.take().decisions())
        .extracting(RecordedDecision::id)
        .containsExactly("a", "b");
    assertThat(pending.take().isEmpty()).isTrue();
    assertThat(add("ann", "c", 2)).isEqualTo("c");
  }

  @Test
  void shouldCountWhatThereIsNoRoomFor() {
    for (String subject : List.of("a", "b", "c")) {
      add(subject, subject, 1);
    }

    assertThat(add("d", "d", 1)).isEmpty();
    assertThat(add("a", "again", 1)).isEqualTo("a");

    Pending.Taken taken = pending.take();
    assertThat(taken.decisions()).hasSize(3);
    assertThat(taken.dropped()).isEqualTo(1);
  }

  @Test
  void shouldKeepWhatCouldNotBeSentAsFarAsThereIsRoom() {
    for (String subject : List.of("a", "b", "c")) {
      add(subject, subject, 1);
    }
    Pending.Taken unsent = pending.take();
    add("d", "d", 2);

    pending.putBack(unsent);

    assertThat(add("e", "e", 3)).isEmpty();
    Pending.Taken taken = pending.take();
    assertThat(taken.decisions()).extracting(RecordedDecision::id).containsExactly("a", "b", "d");
    assertThat(taken.dropped()).isEqualTo(2);
  }

  private String add(String subject, String id, long now) {
    return pending.add(
        new Pending.Fold(subject, "state.write", Scope.CLUSTER, "rule", ""),
        now,
        first ->
            new RecordedDecision(
                id,
                false,
                1,
                first,
                first,
                new RecordedDecision.Question(
                    subject, "state.write", Scope.CLUSTER, Value.of("x"), List.of()),
                new RecordedDecision.Answer(List.of(), List.of(), 1, "digest")));
  }
}
