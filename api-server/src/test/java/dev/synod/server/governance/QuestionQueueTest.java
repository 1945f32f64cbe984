package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuestionQueueTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Asker ANN = new Asker("person:ann", "person:ann");
  private static final Asker BOB = new Asker("person:bob", "person:bob");
  private static final long BYTES = 100;
  private static final long COUNTED = BYTES + QuestionQueue.QUESTION_BYTES;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<String> begun = new ArrayList<>();
  private final List<CompletableFuture<String>> open = new ArrayList<>();

  private record Limits(int inFlightMax, Duration waitLimit, long waitingBytesMax)
      implements GovernanceConfig.Questions {}

  private QuestionQueue queue(int inFlightMax, Duration waitLimit, long waitingBytesMax) {
    return new QuestionQueue(new Limits(inFlightMax, waitLimit, waitingBytesMax), metrics);
  }

  private CompletableFuture<String> ask(QuestionQueue queue, Asker asker) {
    return queue.ask(
        asker,
        BYTES,
        () -> {
          begun.add(asker.subject());
          var answer = new CompletableFuture<String>();
          open.add(answer);
          return answer;
        });
  }

  private void answerFirst() {
    open.removeFirst().complete("yes");
  }

  private static Asker agent(String namespace, String name) {
    return new Asker(namespace, "agent:" + namespace + "/" + name);
  }

  private static String refusal(CompletableFuture<?> asked) {
    Throwable failure = catchThrowable(() -> asked.get(1, TimeUnit.MINUTES));
    assertThat(failure).isInstanceOf(ExecutionException.class);
    assertThat(failure.getCause()).isInstanceOf(PolicyUnavailableException.class);
    return String.valueOf(failure.getCause().getMessage());
  }

  @Test
  void shouldAskNoMoreAtOnceThanTheBoundAndASubjectAQuarterOfThat() {
    QuestionQueue queue = queue(8, LONG, 1 << 20);
    for (int i = 0; i < 20; i++) {
      ask(queue, ANN);
    }
    assertThat(queue.inFlight()).isEqualTo(2);
    assertThat(queue.waiting()).isEqualTo(18);

    for (int i = 0; i < 20; i++) {
      for (int person = 0; person < 5; person++) {
        ask(queue, new Asker("person:" + person, "person:" + person));
      }
    }

    assertThat(queue.inFlight()).isEqualTo(8);
    for (int i = 0; i < 120; i++) {
      assertThat(queue.inFlight()).isLessThanOrEqualTo(8).isEqualTo(open.size());
      answerFirst();
    }
    assertThat(queue.inFlight()).isZero();
    assertThat(queue.waiting()).isZero();
    assertThat(begun).hasSize(120);
  }

  @Test
  void shouldLeaveHalfToOthersThanTheAgentsOfANamespace() {
    QuestionQueue queue = queue(8, LONG, 1 << 20);
    for (int i = 0; i < 40; i++) {
      ask(queue, agent("review", "agent-" + i));
    }
    assertThat(queue.inFlight()).isEqualTo(4);

    ask(queue, agent("other", "lead"));
    ask(queue, ANN);

    assertThat(begun).hasSize(6).endsWith("agent:other/lead", "person:ann");
  }

  @Test
  void shouldTakeTurnsBetweenSubjectsAndBetweenTheSubjectsOfANamespace() {
    QuestionQueue queue = queue(1, LONG, 1 << 20);
    for (int i = 0; i < 5; i++) {
      ask(queue, ANN);
    }
    ask(queue, agent("review", "a"));
    ask(queue, agent("review", "a"));
    ask(queue, agent("review", "b"));
    ask(queue, BOB);

    for (int i = 0; i < 9; i++) {
      answerFirst();
    }

    assertThat(begun)
        .containsExactly(
            "person:ann",
            "agent:review/a",
            "person:bob",
            "person:ann",
            "agent:review/b",
            "person:ann",
            "agent:review/a",
            "person:ann",
            "person:ann");
  }

  @Test
  void shouldRefuseWhatWaitsTooLongAndAskOthersAfterwards() throws Exception {
    QuestionQueue queue = queue(1, Duration.ofMillis(50), 1 << 20);
    CompletableFuture<String> slow = ask(queue, ANN);
    CompletableFuture<String> waited = ask(queue, BOB);

    assertThat(refusal(waited)).contains("within 50ms", "busy with other questions", "Try again");
    assertThat(queue.waiting()).isZero();
    assertThat(slow).as("its own limit begins when it is sent").isNotDone();
    assertThat(refused("waited")).isEqualTo(1);

    answerFirst();
    assertThat(slow.get()).isEqualTo("yes");
    CompletableFuture<String> next = ask(queue, BOB);
    answerFirst();
    assertThat(next.get()).isEqualTo("yes");
    assertThat(begun).containsExactly("person:ann", "person:bob");
  }

  @Test
  void shouldRefuseASubjectThatHasTooMuchWaiting() throws Exception {
    QuestionQueue queue = queue(1, LONG, 12 * COUNTED);
    ask(queue, ANN);
    for (int i = 0; i < 3; i++) {
      ask(queue, ANN);
    }

    assertThat(refusal(ask(queue, ANN)))
        .contains("at most %d bytes".formatted(3 * COUNTED), "person:ann", "Try again");

    assertThat(refused("too-much")).isEqualTo(1);
    CompletableFuture<String> other = ask(queue, BOB);
    answerFirst();
    answerFirst();
    answerFirst();
    assertThat(other.get()).isEqualTo("yes");
  }

  @Test
  void shouldMakeRoomByTheNewestOfWhoHasMost() {
    QuestionQueue queue = queue(1, LONG, 12 * COUNTED);
    ask(queue, BOB);
    var flood = new ArrayList<CompletableFuture<String>>();
    for (String name : List.of("a", "b", "c", "d")) {
      for (int i = 0; i < 3; i++) {
        flood.add(ask(queue, agent("review", name)));
      }
    }
    assertThat(queue.waiting()).isEqualTo(12);

    CompletableFuture<String> other = ask(queue, BOB);

    assertThat(queue.waiting()).isEqualTo(12);
    assertThat(other).isNotDone();
    CompletableFuture<?> first = CompletableFuture.anyOf(flood.toArray(CompletableFuture[]::new));
    assertThat(refusal(first)).contains("of agent:review/");
    assertThat(flood.stream().filter(CompletableFuture::isDone)).hasSize(1);
  }

  @Test
  void shouldGoOnWhereAQuestionCantBeSent() throws Exception {
    QuestionQueue queue = queue(1, LONG, 1 << 24);
    for (int i = 0; i < 5_000; i++) {
      var failed =
          queue.<String>ask(
              ANN,
              BYTES,
              () -> {
                throw new IllegalStateException("not sent");
              });
      assertThat(failed).isCompletedExceptionally();
    }
    var first = ask(queue, ANN);
    var all = new ArrayList<CompletableFuture<String>>();
    for (int i = 0; i < 3_000; i++) {
      all.add(queue.ask(ANN, BYTES, () -> CompletableFuture.completedFuture("at once")));
    }
    answerFirst();

    assertThat(first.get()).isEqualTo("yes");
    assertThat(all).allSatisfy(one -> assertThat(one).isCompletedWithValue("at once"));
    assertThat(queue.inFlight()).isZero();
  }

  private double refused(String reason) {
    return metrics
        .get("synod_governance_questions_refused")
        .tag("reason", reason)
        .counter()
        .count();
  }
}
