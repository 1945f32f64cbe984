package dev.synod.sdk;

import static dev.synod.sdk.Conditions.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.v1.ClientFrame.FrameCase;
import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentSessionTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SessionServer server = new SessionServer();
  private final SynodClient client = server.client();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private AgentSession open() {
    return client.agent("review", "historian").open();
  }

  @Test
  void shouldSendWhatWasSubmittedBeforeTheSessionIsOpen() throws Exception {
    AgentSession session = open();

    Written written = session.group("team").put("plan", Json.of("a")).await(LIMIT);

    assertThat(written.revision()).isPositive();
    assertThat(server.applied())
        .singleElement()
        .satisfies(
            request -> {
              var write = request.getWriteDocument();
              assertThat(write.getGroup().getNamespace()).isEqualTo("review");
              assertThat(write.getGroup().getName()).isEqualTo("team");
              assertThat(write.getWrite().getPutJson().toStringUtf8()).isEqualTo("\"a\"");
              assertThat(write.hasExpectedRevision()).isFalse();
            });
  }

  @Test
  void shouldKeepWhatWasSubmittedWhenTheSessionEndsBeforeItIsKnownToBeOpen() throws Exception {
    var keys = new ArrayList<String>();
    server.refusals(
        frame -> {
          keys.add(frame.getOpen().getIdempotencyKey());
          return keys.size() == 1 ? Sequence.rejection("session-gone", "") : null;
        });
    AgentSession session = open();

    Written written = session.group("team").put("plan", Json.of("a")).await(LIMIT);

    assertThat(written.revision()).isPositive();
    // The first key would bring back the session that has ended.
    assertThat(keys).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void shouldTellTheCodeWhenARequestIsRefused() {
    server.effects(_ -> Sequence.rejected("revision-conflict", "{\"expected\":3,\"found\":4}"));
    AgentSession session = open();

    var pending = session.group("team").compareAndSet("plan", Json.of("a"), 3);

    assertThatThrownBy(() -> pending.await(LIMIT))
        .isInstanceOfSatisfying(
            SynodException.class,
            e -> {
              assertThat(e.code()).isEqualTo("revision-conflict");
              assertThat(e.details().path("found").asLong()).isEqualTo(4);
            });
  }

  @Test
  void shouldResumeAndGetTheReplyOnceWhenTheStreamBreaksBeforeIt() throws Exception {
    AgentSession session = open();
    session.opened().await(LIMIT);
    server.silent(true);
    var pending = session.group("team").put("plan", Json.of("a"));
    eventually("the request is applied", () -> server.applied().size() == 1);
    server.silent(false);

    server.breakStreams();

    assertThat(pending.await(LIMIT).revision()).isPositive();
    assertThat(server.applied()).hasSize(1);
    assertThat(server.firstFrames())
        .extracting(frame -> frame.getFrameCase())
        .containsExactly(FrameCase.OPEN, FrameCase.RESUME);
  }

  @Test
  void shouldApplyEachOfManyRequestsOnceWhenStreamsBreakAllTheTime() throws Exception {
    AgentSession session = open();
    session.opened().await(LIMIT);
    var isDone = new AtomicBoolean();
    Thread breaker =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int round = 0; !isDone.get(); round++) {
                    server.silent(round % 2 == 0);
                    Thread.onSpinWait();
                    LockSupport.parkNanos(5_000_000);
                    server.breakStreams();
                  }
                  server.silent(false);
                  server.breakStreams();
                });
    var pending = new ArrayList<Pending<Written>>();
    Group group = session.group("team");
    for (int index = 0; index < 3_000; index++) {
      Lane lane = Lane.values()[index % 3];
      pending.add(group.lane(lane).put("key/" + index, Json.of(index)));
      if (index % 100 == 0) {
        LockSupport.parkNanos(2_000_000);
      }
    }
    isDone.set(true);
    breaker.join();
    for (var answer : pending) {
      answer.await(Duration.ofSeconds(30));
    }

    var keys = new ArrayList<String>();
    for (Request request : server.applied()) {
      keys.add(request.getWriteDocument().getWrite().getKey());
    }
    assertThat(keys).hasSize(3_000);
    assertThat(new HashSet<>(keys)).hasSize(3_000);
  }

  @Test
  void shouldFailOutstandingAsIndeterminateAndOpenAnewWhenTheSessionEnds() throws Exception {
    AgentSession session = open();
    session.opened().await(LIMIT);
    server.silent(true);
    var pending = session.group("team").put("plan", Json.of("a"));
    eventually("the request is applied", () -> server.applied().size() == 1);
    server.silent(false);

    server.endSessions();

    assertThatThrownBy(() -> pending.await(LIMIT))
        .isInstanceOfSatisfying(
            SynodException.class,
            e -> assertThat(e.code()).isEqualTo(SynodException.INDETERMINATE));
    assertThat(session.group("team").put("plan", Json.of("b")).await(LIMIT)).isNotNull();
    assertThat(server.firstFrames())
        .extracting(frame -> frame.getFrameCase())
        .containsExactly(FrameCase.OPEN, FrameCase.OPEN);
  }

  @Test
  void shouldOpenAnewWhenTheSessionExpiredWhileTheStreamWasBroken() throws Exception {
    AgentSession session = open();
    session.opened().await(LIMIT);
    server.forgetSessions();

    server.breakStreams();
    eventually("the session is opened anew", () -> server.firstFrames().size() == 3);

    assertThat(session.group("team").put("plan", Json.of("b")).await(LIMIT)).isNotNull();
    assertThat(server.firstFrames())
        .extracting(frame -> frame.getFrameCase())
        .containsExactly(FrameCase.OPEN, FrameCase.RESUME, FrameCase.OPEN);
  }

  @Test
  void shouldKeepTryingWithOneKeyWhenTheAgentIsNotDeclaredYet() throws Exception {
    var attempts = new AtomicInteger();
    server.refusals(
        _ -> attempts.incrementAndGet() < 3 ? Sequence.rejection("not-found", "") : null);

    AgentSession session = open();

    session.opened().await(LIMIT);
    assertThat(server.firstFrames())
        .hasSize(3)
        .extracting(frame -> frame.getOpen().getIdempotencyKey())
        .containsOnly(server.firstFrames().getFirst().getOpen().getIdempotencyKey());
  }

  @Test
  void shouldOpenUnderAnotherKeyWhenTheSessionOfALostReplyHasEnded() throws Exception {
    // Given a server that remembers of the first key a session which is over
    server.refusals(
        frame ->
            server.firstFrames().size() <= 1
                    || frame
                        .getOpen()
                        .getIdempotencyKey()
                        .equals(server.firstFrames().getFirst().getOpen().getIdempotencyKey())
                ? Sequence.rejection("session-gone", "")
                : null);

    AgentSession session = open();

    assertThat(session.opened().await(LIMIT).id()).isPositive();
    assertThat(server.firstFrames())
        .extracting(frame -> frame.getOpen().getIdempotencyKey())
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldEndForGoodWhenTheSessionIsNotWellFormed() {
    server.refusals(_ -> Sequence.rejection("invalid-argument", ""));
    AgentSession session = open();
    var pending = session.group("team").put("plan", Json.of("a"));

    assertThatThrownBy(session::awaitClosed)
        .isInstanceOfSatisfying(
            SynodException.class, e -> assertThat(e.code()).isEqualTo("invalid-argument"));
    assertThatThrownBy(() -> pending.await(LIMIT)).isInstanceOf(SynodException.class);
    assertThatThrownBy(() -> session.group("team").put("x", Json.of(1)).await(LIMIT))
        .isInstanceOf(SynodException.class);
  }

  @Test
  void shouldAskForANewTokenWhenTheServerDoesNotAcceptTheOld() throws Exception {
    var refused = new AtomicBoolean();
    var tokens =
        new TokenSource() {
          @Override
          public String token() {
            return refused.get() ? "fresh" : "stale";
          }

          @Override
          public void refused() {
            refused.set(true);
          }
        };
    try (SynodClient other = server.client(tokens)) {
      AgentSession session = other.agent("review", "historian").open();

      session.opened().await(LIMIT);
    }
    assertThat(server.tokens()).containsExactly("Bearer stale", "Bearer fresh");
  }

  @Test
  void shouldSendHeartbeatsWhileTheSessionIsOpen() throws Exception {
    server.timeToLive(60);
    AgentSession session = open();
    session.opened().await(LIMIT);

    eventually("some heartbeats", () -> server.heartbeats() >= 3);
  }

  @Test
  void shouldSendWhatIsOutstandingBeforeItCloses() throws Exception {
    AgentSession session = open();
    session.opened().await(LIMIT);
    var pending = new ArrayList<Pending<Written>>();
    for (int index = 0; index < 500; index++) {
      pending.add(session.group("team").add("count", 1));
    }

    session.close();

    for (var answer : pending) {
      answer.await(LIMIT);
    }
    assertThat(server.applied()).hasSize(500);
    eventually("the session is closed on the server", () -> server.closes() == 1);
    session.awaitClosed();
    assertThatThrownBy(() -> session.group("team").add("count", 1).await(LIMIT))
        .isInstanceOfSatisfying(
            SynodException.class, e -> assertThat(e.code()).isEqualTo(SynodException.SESSION_GONE));
  }

  @Test
  void shouldRunContinuationsThatBlockWithoutHoldingUpTheSession() throws Exception {
    AgentSession session = open();
    Group group = session.group("team");

    var chained =
        group
            .put("first", Json.of(1))
            .thenApply(
                _ -> {
                  try {
                    return group.put("second", Json.of(2)).await(LIMIT);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });

    assertThat(chained.get(60, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void shouldKeepTheOrderOfALaneWhenARefusedRequestConsumesNoNumber() throws Exception {
    server.effects(
        request ->
            request.getWriteDocument().getWrite().getKey().equals("bad")
                ? Sequence.rejected("permission-denied", "")
                : Reply.getDefaultInstance());
    AgentSession session = open();
    Group group = session.group("team");
    var first = group.put("a", Json.of(1));
    var bad = group.put("bad", Json.of(1));
    var last = group.put("b", Json.of(1));

    first.await(LIMIT);
    last.await(LIMIT);

    assertThatThrownBy(() -> bad.await(LIMIT)).isInstanceOf(SynodException.class);
    assertThat(keys(server.applied())).containsExactly("a", "b");
  }

  private static List<String> keys(List<Request> requests) {
    return requests.stream()
        .map(request -> request.getWriteDocument().getWrite().getKey())
        .toList();
  }
}
