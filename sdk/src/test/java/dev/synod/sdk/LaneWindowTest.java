package dev.synod.sdk;

import static dev.synod.sdk.Sequence.gap;
import static dev.synod.sdk.Sequence.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.Requests;
import dev.synod.api.v1.SubmitTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneWindowTest {
  private static final long NEVER_NANOS = Long.MAX_VALUE;

  @Test
  void shouldNumberFromOneWithoutGapsWhenRequestsArePacked() {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    window.add(outgoing(0));
    window.add(outgoing(1));

    var pack = window.nextPack();

    assertThat(pack).isNotNull();
    assertThat(pack.getFirstNumber()).isEqualTo(1);
    assertThat(pack.getRequestsCount()).isEqualTo(2);
    assertThat(pack.getAcknowledged()).isZero();
    assertThat(window.nextPack()).isNull();
  }

  @Test
  void shouldAcknowledgeOnlyWhatHasBeenAnsweredWithoutGap() {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    window.add(outgoing(0));
    window.add(outgoing(1));
    window.nextPack();

    window.replied(2, List.of(applied(20)), 0);
    window.add(outgoing(2));
    assertThat(window.nextPack()).extracting(Requests::getAcknowledged).isEqualTo(0L);

    window.replied(1, List.of(applied(10)), 0);
    window.add(outgoing(3));
    assertThat(window.nextPack()).extracting(Requests::getAcknowledged).isEqualTo(2L);
  }

  @Test
  void shouldStopSendingWhenTheWindowIsFull() {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    for (int index = 0; index < LaneWindow.SPAN_MAX + 1; index++) {
      window.add(outgoing(index));
    }
    int sent = 0;
    for (var pack = window.nextPack(); pack != null; pack = window.nextPack()) {
      sent += pack.getRequestsCount();
    }
    assertThat(sent).isEqualTo(LaneWindow.SPAN_MAX);

    window.replied(1, List.of(applied(1)), 0);

    assertThat(window.nextPack()).extracting(Requests::getRequestsCount).isEqualTo(1);
  }

  @Test
  void shouldSendAgainUnderTheSameNumbersWhenTheStreamBroke() {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    window.add(outgoing(0));
    window.add(outgoing(1));
    Requests first = window.nextPack();

    window.resend();

    assertThat(window.nextPack()).isEqualTo(first);
  }

  @Test
  void shouldGiveTheNumberToTheNextWhenARefusalConsumedNone() throws Exception {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    Outgoing denied = outgoing(0);
    Outgoing following = outgoing(1);
    window.add(denied);
    window.add(following);
    window.nextPack();

    var standing = window.replied(1, List.of(rejected("permission-denied", ""), gap(2, 1)), 0);

    assertThat(standing).isEqualTo(LaneWindow.Standing.GAP);
    window.align();
    Requests again = window.nextPack();
    assertThat(again).isNotNull();
    assertThat(again.getFirstNumber()).isEqualTo(1);
    assertThat(again.getRequests(0)).isEqualTo(following.request());
    assertThat(denied.answer())
        .failsWithin(1, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("permission-denied");
  }

  @Test
  void shouldKeepItsNumberWhenTheOneBeforeWasStillOnItsWay() {
    // Given two packs, of which a change of leader lets the second come first
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    Outgoing first = outgoing(0);
    Outgoing second = outgoing(1);
    window.add(first);
    window.nextPack();
    window.add(second);
    window.nextPack();

    // When the second is told that the first is missing, and then the first is applied
    window.replied(2, List.of(gap(2, 1)), 0);
    window.replied(1, List.of(applied(10)), 0);
    window.align();

    // Then the second does not take the first one's number, whose reply it would be given
    Requests again = window.nextPack();
    assertThat(again).isNotNull();
    assertThat(again.getFirstNumber()).isEqualTo(2);
    assertThat(again.getRequests(0)).isEqualTo(second.request());
  }

  @Test
  void shouldKeepItsNumberWhenTheReplyToTheOneBeforeCameFirst() {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    window.add(outgoing(0));
    window.nextPack();
    window.add(outgoing(1));
    window.nextPack();

    window.replied(1, List.of(applied(10)), 0);
    window.replied(2, List.of(gap(2, 1)), 0);
    window.align();

    assertThat(window.nextPack()).extracting(Requests::getFirstNumber).isEqualTo(2L);
  }

  @Test
  void shouldTakeTheNumberOfOneThatWasRefusedInAnotherPackOnceTheServerStillMissesIt() {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    window.add(outgoing(0));
    window.nextPack();
    Outgoing second = outgoing(1);
    window.add(second);
    window.nextPack();
    window.replied(1, List.of(rejected("permission-denied", "")), 0);
    window.replied(2, List.of(gap(2, 1)), 0);
    window.align();
    assertThat(window.nextPack()).extracting(Requests::getFirstNumber).isEqualTo(2L);

    window.replied(2, List.of(gap(2, 1)), 0);
    window.align();

    Requests again = window.nextPack();
    assertThat(again).extracting(Requests::getFirstNumber).isEqualTo(1L);
    assertThat(again.getRequests(0)).isEqualTo(second.request());
  }

  @Test
  void shouldNotGiveANumberToAnotherWhereACopyThatMayTakeItIsOnItsWay() {
    // Given a stream that broke with two requests on it
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    Outgoing denied = outgoing(0);
    Outgoing missed = outgoing(1);
    window.add(denied);
    window.add(missed);
    window.nextPack();
    window.resend();
    window.nextPack();

    // When the first is refused on the next one, and the second misses it
    var standing = window.replied(1, List.of(rejected("permission-denied", ""), gap(2, 1)), 0);

    // Then the second can't move down: the copies on the first stream may come and take both
    // numbers
    assertThat(standing).isEqualTo(LaneWindow.Standing.GAP);
    assertThat(window.align()).isFalse();
    window.fail(new SynodException(SynodException.SESSION_GONE, "It was given up."));
    assertThat(codeOf(denied)).isEqualTo(SynodException.INDETERMINATE);
    assertThat(codeOf(missed)).isEqualTo(SynodException.INDETERMINATE);
  }

  @Test
  void shouldNotSayThatThereWasNoEffectWhenAnEarlierCopyMayHaveHadOne() {
    var window = new LaneWindow(Lane.NORMAL, 1_000);
    Outgoing gone = outgoing(0);
    Outgoing unavailable = outgoing(1);
    window.add(gone);
    window.add(unavailable);
    window.nextPack();
    window.resend();
    window.nextPack();

    window.replied(1, List.of(rejected("session-gone", ""), rejected("unavailable", "")), 0);
    window.align();
    window.nextPack();
    window.replied(2, List.of(rejected("unavailable", "")), 1_001);

    assertThat(codeOf(gone)).isEqualTo(SynodException.INDETERMINATE);
    assertThat(codeOf(unavailable)).isEqualTo(SynodException.INDETERMINATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit-exceeded", "permission-denied", "unauthenticated"})
  void shouldNotBelieveWhatIsSaidBeforeTheNumberIsLookedAt(String code) {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    Outgoing repeated = outgoing(0);
    window.add(repeated);
    window.nextPack();
    window.resend();
    Outgoing once = outgoing(1);
    window.add(once);
    window.nextPack();

    window.replied(1, List.of(rejected(code, ""), rejected(code, "")), 0);

    assertThat(codeOf(repeated)).isEqualTo(SynodException.INDETERMINATE);
    assertThat(codeOf(once)).isEqualTo(code);
  }

  @Test
  void shouldFailWhatWasSentAsIndeterminateWhenTheSessionEnds() {
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    Outgoing sent = outgoing(0);
    window.add(sent);
    window.nextPack();
    Outgoing unsent = outgoing(1);
    window.add(unsent);

    window.fail(new SynodException(SynodException.SESSION_GONE, "session-gone: it has ended"));

    assertThat(codeOf(sent)).isEqualTo(SynodException.INDETERMINATE);
    assertThat(codeOf(unsent)).isEqualTo(SynodException.SESSION_GONE);
  }

  @Test
  void shouldGiveUpWhenTheServerStaysUnavailableForLongerThanAllowed() {
    var window = new LaneWindow(Lane.NORMAL, 1_000);
    Outgoing request = outgoing(0);
    window.add(request);
    window.nextPack();
    assertThat(window.replied(1, List.of(rejected("unavailable", "")), 0))
        .isEqualTo(LaneWindow.Standing.REFUSED);
    window.align();
    window.nextPack();

    window.replied(1, List.of(rejected("unavailable", "")), 1_001);

    assertThat(codeOf(request)).isEqualTo(SynodException.UNAVAILABLE);
    assertThat(window.isEmpty()).isTrue();
  }

  static List<Long> seeds() {
    long base = new Random().nextLong();
    System.out.printf("LaneWindowTest: seeds 1 to 300, and 100 from %d on%n", base);
    var seeds = new ArrayList<Long>();
    LongStream.rangeClosed(1, 300).forEach(seeds::add);
    LongStream.range(base, base + 100).forEach(seeds::add);
    return seeds;
  }

  /**
   * Any mixture of refusals, doubts and broken streams, whose packs may come late: once, in order,
   * and told truthfully.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldApplyEachRequestOnceAndInOrderWhenAnythingGoesWrong(long seed) {
    var random = new Random(seed);
    var window = new LaneWindow(Lane.NORMAL, NEVER_NANOS);
    var server = new Server(random);
    var requests = new ArrayList<Outgoing>();
    // Packs, and replies to them, that overtake each other on their way.
    List<Requests> inFlight = new ArrayList<>();
    List<Answered> answered = new ArrayList<>();
    Set<Integer> sent = new HashSet<>();
    Set<Integer> sentAgain = new HashSet<>();
    boolean aligning = false;
    for (int step = 0; step < 20_000; step++) {
      boolean isCalm = step > 2_000;
      server.isCalm = isCalm;
      if (!isCalm && requests.size() < 400 && random.nextInt(3) == 0) {
        Outgoing added = outgoing(requests.size());
        requests.add(added);
        window.add(added);
      }
      if (random.nextInt(20) == 0) {
        server.takeLate();
      }
      if (!isCalm && random.nextInt(60) == 0) {
        server.late(inFlight);
        answered.clear();
        window.resend();
        aligning = false;
      } else if (aligning && random.nextInt(3) == 0) {
        if (!window.align()) {
          server.endSession();
          inFlight.clear();
          answered.clear();
          window.fail(new SynodException(SynodException.SESSION_GONE, "It was given up."));
        }
        aligning = false;
      } else if (random.nextBoolean()) {
        Requests pack = window.nextPack();
        if (pack != null) {
          inFlight.add(pack);
          sentAgain.addAll(note(sent, pack));
        }
      } else if (!inFlight.isEmpty() && (answered.isEmpty() || random.nextBoolean())) {
        Requests pack = inFlight.remove(random.nextInt(inFlight.size()));
        answered.add(new Answered(pack.getFirstNumber(), server.take(pack)));
      } else if (!answered.isEmpty()) {
        Answered next = answered.remove(random.nextInt(answered.size()));
        if (isCalm || random.nextInt(20) > 0) {
          aligning |=
              switch (window.replied(next.firstNumber(), next.replies(), 0)) {
                case FLOWING, WAITING -> false;
                case GAP, REFUSED -> true;
              };
        } else {
          server.late(inFlight);
          answered.clear();
          window.resend();
          aligning = false;
        }
      } else if (isCalm && window.isEmpty()) {
        break;
      }
    }

    assertThat(window.isEmpty()).as("seed %d", seed).isTrue();
    assertToldTruthfully(requests, server, sentAgain);
  }

  /** The requests of the pack that had been sent before. */
  private static Set<Integer> note(Set<Integer> sent, Requests pack) {
    return pack.getRequestsList().stream()
        .map(LaneWindowTest::index)
        .filter(index -> !sent.add(index))
        .collect(Collectors.toSet());
  }

  private static void assertToldTruthfully(
      List<Outgoing> requests, Server server, Set<Integer> sentAgain) {
    assertThat(server.applied).doesNotHaveDuplicates().isSorted();
    for (int index = 0; index < requests.size(); index++) {
      Outgoing request = requests.get(index);
      String told = codeOf(request);
      if (told.equals("applied")) {
        assertThat(request.answer())
            .isCompletedWithValue(new Written(server.revisions.get(index), 0));
      } else if (server.applied.contains(index)) {
        assertThat(told).isEqualTo(SynodException.INDETERMINATE);
      } else if (!sentAgain.contains(index)) {
        assertThat(told).isIn("permission-denied", "limit-exceeded", SynodException.SESSION_GONE);
      }
    }
  }

  private record Late(long number, Request request, long acknowledged) {}

  private record Answered(long firstNumber, List<Reply> replies) {}

  /**
   * Applies numbered requests as the kernel does; an edge before it refuses some, and does not ask
   * whether it has seen them before.
   */
  private static final class Server {
    private final Random random;
    private final List<Late> late = new ArrayList<>();
    private Sequence sequence = new Sequence();
    private final List<Integer> applied = new ArrayList<>();
    private final Map<Integer, Long> revisions = new HashMap<>();
    private long revision = 1_000;
    private boolean isCalm;

    Server(Random random) {
      this.random = random;
    }

    /** A new session begins; what is on the way for the one before is refused. */
    void endSession() {
      sequence = new Sequence();
      late.clear();
    }

    /** Packs of a stream that broke: they come late, one request at a time, or never. */
    void late(List<Requests> packs) {
      for (Requests pack : packs) {
        long number = pack.getFirstNumber();
        boolean isLost = random.nextBoolean();
        for (Request request : pack.getRequestsList()) {
          if (!isLost) {
            late.add(new Late(number, request, pack.getAcknowledged()));
          }
          number++;
        }
      }
      packs.clear();
    }

    /** Nobody hears of it. */
    void takeLate() {
      if (!late.isEmpty()) {
        Late next = late.removeFirst();
        if (next.number() == sequence.last() + 1) {
          apply(next.number(), next.request(), next.acknowledged());
        }
      }
    }

    List<Reply> take(Requests pack) {
      var answers = new ArrayList<Reply>();
      long number = pack.getFirstNumber();
      long denied = 0;
      for (Request request : pack.getRequestsList()) {
        if (denied > 0) {
          // The edge takes nothing of a pack behind what it denies.
          answers.add(gap(number, denied));
        } else {
          Reply answer = take(number, request, pack.getAcknowledged());
          denied = answer.getRejection().getCode().equals("permission-denied") ? number : 0;
          answers.add(answer);
        }
        number++;
      }
      return answers;
    }

    private Reply take(long number, Request request, long nowAcknowledged) {
      int luck = isCalm ? 100 : random.nextInt(100);
      if (luck < 5) {
        return rejected(luck < 3 ? "permission-denied" : "limit-exceeded", "");
      }
      if (luck < 10) {
        return rejected(luck < 8 ? "unavailable" : "permit-stale", "");
      }
      if (luck < 12) {
        late.add(new Late(number, request, nowAcknowledged));
        return rejected("indeterminate", "");
      }
      Reply reply = apply(number, request, nowAcknowledged);
      return luck < 15 ? rejected("indeterminate", "") : reply;
    }

    private Reply apply(long number, Request request, long nowAcknowledged) {
      return sequence.apply(
          number,
          nowAcknowledged,
          () -> {
            int index = index(request);
            applied.add(index);
            revisions.put(index, ++revision);
            return applied(revision);
          });
    }
  }

  private static int index(Request request) {
    return Integer.parseInt(request.getSubmitTask().getCapability());
  }

  private static String codeOf(Outgoing request) {
    try {
      request.answer().await();
      return "applied";
    } catch (SynodException e) {
      return e.code();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Outgoing outgoing(int index) {
    return new Outgoing(
        Lane.NORMAL,
        Request.newBuilder()
            .setSubmitTask(SubmitTask.newBuilder().setCapability(Integer.toString(index)))
            .build());
  }

  private static Reply applied(long revision) {
    return Reply.newBuilder().setRevision(revision).build();
  }
}
