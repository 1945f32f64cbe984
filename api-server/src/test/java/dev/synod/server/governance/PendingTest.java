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
    assertThat(pending.droppedInAll()).isEqualTo(2);

    pending.putBack(new Pending.Taken(List.of(), taken.dropped()));

    assertThat(pending.take().dropped()).isEqualTo(2);
    assertThat(pending.droppedInAll()).isEqualTo(2);
  }

  @Test
  void shouldLookAgainHowManyThingsASubjectIsDeniedWhenARecordIsMade() {
    var roomy = new Pending(1_000);
    int several = Pending.DENIALS_PER_SUBJECT_MAX;
    for (int i = 1; i < several; i++) {
      add(roomy, denial(i), "id" + i, 1);
    }

    String id =
        roomy.add(
            denial(several),
            1,
            first -> {
              add(roomy, denial(several + 1), "meanwhile", first);
              return record(denial(several), "late", first);
            });

    assertThat(id).isEqualTo("late");
    List<RecordedDecision> kept = roomy.take().decisions();
    assertThat(kept).hasSize(several + 1);
    assertThat(kept.getLast().question().action()).isEqualTo(Pending.ANYTHING);
  }

  private static Pending.Fold denial(int number) {
    return new Pending.Fold("ann", "a", new Scope("ns", "g" + number), "r", "");
  }

  @Test
  void shouldFoldAllThatASubjectIsDeniedBeyondSoManyDifferentThings() {
    var roomy = new Pending(1_000);
    for (int i = 0; i < 500; i++) {
      add(roomy, new Pending.Fold("ann", "a", new Scope("ns", "g" + i), "r", ""), "id" + i, 1);
    }
    add(roomy, new Pending.Fold("bob", "a", new Scope("ns", "g"), "r", ""), "bob", 1);

    List<RecordedDecision> kept = roomy.take().decisions();

    int several = Pending.DENIALS_PER_SUBJECT_MAX;
    assertThat(kept).hasSize(several + 2);
    assertThat(kept.stream().mapToLong(RecordedDecision::count).sum()).isEqualTo(501);
    assertThat(kept.get(several).count()).isEqualTo(500 - several);
    assertThat(kept.get(several).question().action()).isEqualTo(Pending.ANYTHING);
    assertThat(kept.get(several).question().scope()).isEqualTo(Scope.CLUSTER);
  }

  @Test
  void shouldLeaveRoomForAllowances() {
    var narrow = new Pending(8);
    for (int i = 0; i < 8; i++) {
      add(narrow, new Pending.Fold("s" + i, "a", Scope.CLUSTER, "r", ""), "denial" + i, 1);
    }

    for (String id : List.of("one", "two")) {
      assertThat(add(narrow, new Pending.Fold("s", "a", Scope.CLUSTER, "r", id), id, 1))
          .isEqualTo(id);
    }
    assertThat(narrow.take().dropped()).isEqualTo(2);
  }

  private String add(String subject, String id, long now) {
    return add(
        pending, new Pending.Fold(subject, "state.write", Scope.CLUSTER, "rule", ""), id, now);
  }

  private static String add(Pending to, Pending.Fold fold, String id, long now) {
    return to.add(fold, now, first -> record(fold, id, first));
  }

  private static RecordedDecision record(Pending.Fold fold, String id, long at) {
    return new RecordedDecision(
        id,
        false,
        1,
        at,
        at,
        new RecordedDecision.Question(
            fold.subject(), fold.action(), fold.scope(), Value.of("x"), List.of()),
        new RecordedDecision.Answer(List.of(), List.of(), 1, "digest"));
  }
}
