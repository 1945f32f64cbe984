package dev.synod.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.GetDocumentRequest;
import dev.synod.api.v1.GetTaskRequest;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.Requests;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.ServerFrame.FrameCase;
import dev.synod.api.v1.Task;
import dev.synod.api.v1.WatchDocumentsRequest;
import dev.synod.kernel.value.Value;
import dev.synod.server.Frames;
import dev.synod.server.Review;
import dev.synod.server.Rpc;
import dev.synod.server.SharedInstallation;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.Await;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The session stream frame by frame, as a client without an SDK meets it. */
class SessionStreamIT {
  @RegisterExtension static final SharedInstallation SYNOD = new SharedInstallation();

  private static final String AGENT = "streamer";

  private static String token;
  private static Rpc rpc;

  @BeforeAll
  static void declare() throws Exception {
    declare(AGENT);
    token = SYNOD.issuers().agent("review", AGENT);
    rpc = new Rpc(SYNOD.server());
  }

  /** An agent of the group that alone has the capability {@code NAME-work}. */
  private static String declare(String agent) throws Exception {
    Answer declared =
        SYNOD
            .server()
            .call(
                SYNOD.issuers().operator(),
                "PUT",
                "/v1/declarations/agents/review/" + agent,
                """
                {"uid":"%1$s","generation":1,"labels":{"team":"review"},
                 "clientId":"agent-review.%1$s","spec":{"capabilities":[{"name":"%1$s-work"}]}}"""
                    .formatted(agent));
    assertThat(declared.status()).as(declared.body()).isEqualTo(200);
    return SYNOD.issuers().agent("review", agent);
  }

  @AfterAll
  static void close() throws InterruptedException {
    rpc.close();
  }

  @Test
  void shouldAnswerPacksInTheirOrder() throws Exception {
    try (Frames frames = rpc.connect(token)) {
      frames.open("review", AGENT);
      for (int pack = 0; pack < 20; pack++) {
        frames.send(
            1 + pack * 50L,
            IntStream.range(0, 50).mapToObj(n -> Sent.add("counts/packs", "1")).toList());
      }
      var revisions = new ArrayList<Long>();
      for (int pack = 0; pack < 20; pack++) {
        var replies = frames.replies();
        assertThat(replies.getFirstNumber()).isEqualTo(1 + pack * 50L);
        assertThat(replies.getRepliesList()).hasSize(50).noneMatch(Reply::hasRejection);
        replies.getRepliesList().forEach(reply -> revisions.add(reply.getRevision()));
      }

      assertThat(revisions).isSorted().doesNotHaveDuplicates();
      assertThat(counter("packs")).isEqualTo("1000");
    }
  }

  @Test
  void shouldGiveARepeatedNumberItsReplyAgainAndDoNothing() throws Exception {
    try (Frames frames = rpc.connect(token)) {
      frames.open("review", AGENT);
      List<Reply> first =
          frames.ask(1, Sent.add("counts/repeated", "1"), Sent.merge("findings/not/json", "{"));
      List<Reply> second = frames.ask(1, Sent.add("counts/repeated", "1"));

      assertThat(second).containsExactly(first.getFirst());
      assertThat(counter("repeated")).isEqualTo("1");
      assertThat(first.get(1).getRejection().getCode()).isEqualTo("invalid-argument");
      assertThat(first.get(1).getRejection().getMessage()).contains("merge_json");
    }
  }

  @Test
  void shouldRefuseANumberThatSkipsAndTellWhichIsExpected() throws Exception {
    try (Frames frames = rpc.connect(token)) {
      frames.open("review", AGENT);
      frames.ask(1, Sent.add("counts/gap", "1"));

      Rejection skipped = frames.ask(3, Sent.add("counts/gap", "1")).getFirst().getRejection();

      assertThat(skipped.getCode()).isEqualTo("sequence-gap");
      Value details = Value.parse(skipped.getDetailsJson().toStringUtf8());
      assertThat(details.json()).isEqualTo("{\"expected\":2,\"found\":3}");
      assertThat(counter("gap")).isEqualTo("1");
      assertThat(frames.ask(2, Sent.add("counts/gap", "1")).getFirst().hasRejection()).isFalse();
      assertThat(counter("gap")).isEqualTo("2");
    }
  }

  @Test
  void shouldTakeNoNumberForWhatIsRefusedBeforeTheLog() throws Exception {
    try (Frames frames = rpc.connect(token)) {
      frames.open("review", AGENT);
      List<Reply> replies =
          frames.ask(
              1,
              Sent.add("counts/before", "1"),
              Request.getDefaultInstance(),
              Sent.add("counts/before", "1"));

      assertThat(replies.get(0).hasRejection()).isFalse();
      assertThat(replies.get(1).getRejection().getCode()).isEqualTo("invalid-argument");
      assertThat(replies.get(2).getRejection().getCode()).isEqualTo("sequence-gap");
      assertThat(frames.ask(2, Sent.add("counts/before", "1")).getFirst().hasRejection()).isFalse();
    }
  }

  /**
   * Tokens are revisions, so that a pack can name those that its own requests will bring about: of
   * the guesses those that are right give the task up, each time that it is given out.
   */
  @Test
  void shouldGiveEachLeaseOfOneBatchATokenThatDiffersAndRises() throws Exception {
    try (Frames frames = rpc.connect(declare("lessee"))) {
      frames.open("review", "lessee");
      long id = frames.ask(1, Sent.task("lessee-work", 5)).getFirst().getId();
      Task first = frames.next(FrameCase.ASSIGNED).getAssigned();
      assertThat(first.getId()).isEqualTo(id);
      String logged = applied();
      long[] guesses = LongStream.range(first.getToken(), first.getToken() + 32).toArray();

      List<Reply> replies =
          frames.ask(
              2,
              LongStream.of(guesses)
                  .mapToObj(guess -> Sent.fail(id, guess))
                  .toArray(Request[]::new));

      var held = new ArrayList<Long>();
      for (int i = 0; i < guesses.length; i++) {
        if (replies.get(i).hasRejection()) {
          assertThat(replies.get(i).getRejection().getCode()).isIn("stale-lease");
        } else {
          held.add(guesses[i]);
        }
      }
      assertThat(held).hasSizeGreaterThanOrEqualTo(2).isSorted().doesNotHaveDuplicates();
      Task last =
          rpc.calls(token)
              .getTask(GetTaskRequest.newBuilder().setGroup(Sent.GROUP).setTask(id).build());
      assertThat(last.getAttempt()).isGreaterThanOrEqualTo(held.size());
      assertThat(isInOneEntryAfter(logged, guesses.length)).isTrue();
    }
  }

  /** Index of the last entry. */
  private static String applied() throws Exception {
    return SYNOD
        .server()
        .get(SYNOD.issuers().person("ada", "auditor"), "/v1/cluster")
        .text("appliedIndex");
  }

  /** Whether some entry after that one holds that many requests to fail a task. */
  private static boolean isInOneEntryAfter(String index, int requests) throws Exception {
    String auditor = SYNOD.issuers().person("ada", "auditor");
    String log = SYNOD.server().get(auditor, "/v1/log?limit=5000&after=" + index).body();
    return log.lines().anyMatch(line -> line.split("FailTask", -1).length - 1 >= requests);
  }

  @Test
  void shouldRefuseWhatIsTooLargeAndGoOn() throws Exception {
    try (Frames frames = rpc.connect(token)) {
      frames.open("review", AGENT);
      List<Reply> replies =
          frames.ask(
              1,
              Sent.merge("findings/stream/large", text(300_000)),
              Sent.merge("findings/stream/small", text(10)));

      Rejection large = replies.getFirst().getRejection();
      assertThat(large.getCode()).isEqualTo("too-large");
      assertThat(large.getMessage()).contains("Expected", "262144", "300002");
      assertThat(replies.get(1).hasRejection()).isFalse();
      Rejection huge =
          frames
              .ask(3, Sent.merge("findings/stream/huge", text(3_000_000)))
              .getFirst()
              .getRejection();
      assertThat(huge.getCode()).isEqualTo("too-large");
      assertThat(huge.getMessage()).contains("Expected", "found");
    }
  }

  @Test
  void shouldEndTheStreamForAPackThatIsTooLarge() throws Exception {
    try (Frames frames = rpc.connect(token)) {
      frames.open("review", AGENT);
      frames.send(
          1, IntStream.rangeClosed(0, 4_096).mapToObj(n -> Sent.add("counts/x", "1")).toList());

      Rejection refusal = frames.refusal();

      assertThat(refusal.getCode()).isEqualTo("too-large");
      assertThat(refusal.getMessage()).contains("at most 4096", "found 4097");
    }
  }

  @Test
  void shouldEndTheStreamForAMessageThatIsTooLarge() throws Exception {
    try (Frames frames = rpc.connect(token)) {
      frames.open("review", AGENT);
      frames.send(1, List.of(Sent.merge("findings/stream/message", text(5_000_000))));

      assertThat(frames.end().getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
    assertThat(SYNOD.server().isReady()).isTrue();
  }

  @Test
  void shouldGoOnWhereABrokenStreamStoppedAndTellWhatIsHeld() throws Exception {
    String resumer = declare("resumer");
    Frames broken = rpc.connect(resumer);
    long session = broken.open("review", "resumer").getSession();
    List<Reply> replies =
        broken.ask(1, Sent.add("counts/resumed", "1"), Sent.task("resumer-work", 1));
    Reply written = replies.getFirst();
    long task = replies.get(1).getId();
    broken.next(FrameCase.ASSIGNED);
    broken.breakOff();

    try (Frames frames = rpc.connect(resumer)) {
      ServerFrame.Opened opened = frames.resume("review", session);

      assertThat(opened.getSession()).isEqualTo(session);
      assertThat(opened.getLastNormal()).isEqualTo(2);
      assertThat(frames.next(FrameCase.ASSIGNED).getAssigned().getId()).isEqualTo(task);
      assertThat(frames.ask(1, Sent.add("counts/resumed", "1"))).containsExactly(written);
      assertThat(frames.ask(3, Sent.add("counts/resumed", "1")).getFirst().hasRejection())
          .isFalse();
      assertThat(counter("resumed")).isEqualTo("2");
      frames.send(
          ClientFrame.newBuilder().setClose(ClientFrame.Close.getDefaultInstance()).build());
      assertThat(frames.next(FrameCase.CLOSED).getClosed().getRejection().getCode())
          .isEqualTo("session-gone");
    }
    try (Frames late = rpc.connect(resumer)) {
      late.send(
          ClientFrame.newBuilder()
              .setResume(ClientFrame.Resume.newBuilder().setNamespace("review").setSession(session))
              .build());
      assertThat(late.next(FrameCase.CLOSED).getClosed().getRejection().getCode())
          .isEqualTo("session-gone");
    }
  }

  @Test
  void shouldRefuseToTakeUpASessionOfAnother() throws Exception {
    try (Frames mine = rpc.connect(token);
        Frames theirs = rpc.connect(SYNOD.issuers().agent("review", "historian"))) {
      long session = mine.open("review", AGENT).getSession();
      theirs.send(
          ClientFrame.newBuilder()
              .setResume(ClientFrame.Resume.newBuilder().setNamespace("review").setSession(session))
              .build());

      assertThat(theirs.next(FrameCase.CLOSED).getClosed().getRejection().getCode())
          .isEqualTo("session-gone");
    }
  }

  @Test
  void shouldEndTheStreamWhenTheTokenRunsOut() throws Exception {
    long session =
        Await.found(Duration.ofSeconds(60), "opened in its token's time", this::endedByItsToken);

    try (Frames frames = rpc.connect(token)) {
      assertThat(frames.resume("review", session).getSession()).isEqualTo(session);
    }
  }

  /** A session whose stream ended with a token of three seconds, unless those were over before. */
  private Optional<Long> endedByItsToken() throws Exception {
    String brief = SYNOD.issuers().agent("review", AGENT, Duration.ofSeconds(3));
    try (Frames frames = rpc.connect(brief)) {
      long session;
      try {
        session = frames.open("review", AGENT).getSession();
      } catch (StatusRuntimeException e) {
        assertThat(Rpc.rejection(e).getCode()).isEqualTo("unauthenticated");
        return Optional.empty();
      }
      Rejection refusal = frames.refusal();

      assertThat(refusal.getCode()).isEqualTo("unauthenticated");
      assertThat(refusal.getMessage()).contains("expired", "come back with a new one");
      return Optional.of(session);
    }
  }

  @Test
  void shouldAskForTheRightFirstFrame() throws Exception {
    try (Frames early = rpc.connect(token)) {
      early.send(1, List.of(Sent.add("counts/x", "1")));
      assertThat(early.refusal().getMessage()).contains("Expected Open or Resume first");
    }
    try (Frames empty = rpc.connect(token)) {
      empty.send(ClientFrame.getDefaultInstance());
      assertThat(empty.refusal().getMessage()).contains("Expected a frame");
    }
    try (Frames critical = rpc.connect(token)) {
      critical.open("review", AGENT);
      critical.send(
          ClientFrame.newBuilder()
              .setRequests(
                  Requests.newBuilder()
                      .setLaneValue(1)
                      .setFirstNumber(1)
                      .addRequests(Sent.add("counts/x", "1")))
              .build());
      assertThat(critical.replies().getReplies(0).getRejection().getCode())
          .isEqualTo("permission-denied");
      critical.send(
          ClientFrame.newBuilder()
              .setRequests(Requests.newBuilder().setLaneValue(9).setFirstNumber(1))
              .build());
      assertThat(critical.refusal().getMessage()).contains("Expected a lane");
    }
  }

  @Test
  void shouldRefuseOddFramesInWords() throws Exception {
    var open = ClientFrame.Open.newBuilder().setNamespace("review").setAgent(AGENT);
    for (ClientFrame.Open odd :
        List.of(
            open.clone().setTtlMillis(-1).build(),
            open.clone().setTtlMillis(Long.MAX_VALUE).build(),
            open.clone().setConcurrentTasks(-1).build(),
            open.clone().addCapabilities("undeclared").build(),
            open.clone().addAllCapabilities(Collections.nCopies(65, "x")).build(),
            open.clone().setIdempotencyKey("a|b").build(),
            open.clone().setIdempotencyKey("k".repeat(129)).build(),
            open.clone().setAgent("UPPER").build(),
            open.clone().setNamespace("no such").build(),
            open.clone().setAgent("").build())) {
      try (Frames frames = rpc.connect(token)) {
        frames.send(ClientFrame.newBuilder().setOpen(odd).build());
        refusedInWords(frames.refusal());
      }
    }
    for (GetDocumentRequest odd :
        List.of(
            GetDocumentRequest.getDefaultInstance(),
            GetDocumentRequest.newBuilder().setGroup(Sent.GROUP).setMinRevision(-1).build(),
            GetDocumentRequest.newBuilder()
                .setGroup(GroupRef.newBuilder().setNamespace("no such").setName("\u0000"))
                .build())) {
      Rejection refusal = Rpc.refusal(() -> rpc.calls(token).getDocument(odd));
      if (!refusal.equals(Rejection.getDefaultInstance())) {
        refusedInWords(refusal);
      }
    }
  }

  @Test
  void shouldRefuseMoreStreamsOfOneCallerThanTheLimit() throws Exception {
    String crowd = declare("crowd");
    try (Rpc many = new Rpc(SYNOD.server())) {
      for (int i = 0; i < SharedInstallation.STREAMS_PER_SUBJECT_MAX; i++) {
        assertThat(watch(many, crowd)).isEqualTo(Rejection.getDefaultInstance());
      }

      Rejection refusal = watch(many, crowd);

      assertThat(refusal.getCode()).isEqualTo("limit-exceeded");
      assertThat(refusal.getMessage()).contains("at most 64 open streams", "Close some");
      try (Frames frames = many.connect(crowd)) {
        frames.send(ClientFrame.newBuilder().setOpen(ClientFrame.Open.newBuilder()).build());
        assertThat(frames.refusal().getCode()).isEqualTo("limit-exceeded");
      }
      assertThat(watch(many, token)).isEqualTo(Rejection.getDefaultInstance());
    }
    Await.until(
        Duration.ofSeconds(60),
        "places are given back",
        () -> watch(rpc, crowd).equals(Rejection.getDefaultInstance()));
  }

  @Test
  void shouldEndAStreamThatNobodyOpens() throws Exception {
    try (Frames silent = rpc.connect("")) {
      Rejection refusal = silent.refusal();

      assertThat(refusal.getCode()).isEqualTo("deadline-exceeded");
      assertThat(refusal.getMessage()).contains("Expected Open or Resume within 10s");
    }
  }

  private static Rejection watch(Rpc rpc, String token) {
    return Rpc.refusal(
        () ->
            rpc.calls(token)
                .watchDocuments(
                    WatchDocumentsRequest.newBuilder()
                        .setGroup(Sent.GROUP)
                        .setPrefix("findings/stream/")
                        .build())
                .next());
  }

  private static void refusedInWords(Rejection refusal) {
    assertThat(refusal.getCode()).isNotIn("", "internal", "unavailable");
    assertThat(refusal.getMessage()).containsIgnoringCase("expected");
  }

  @Test
  void shouldOpenOneSessionForOneKey() throws Exception {
    var open =
        ClientFrame.Open.newBuilder()
            .setNamespace("review")
            .setAgent(AGENT)
            .setTtlMillis(60_000)
            .setIdempotencyKey("once")
            .build();
    Frames broken = rpc.connect(token);
    long session = broken.open(open).getSession();
    broken.breakOff();

    try (Frames again = rpc.connect(token);
        Frames another = rpc.connect(token)) {
      assertThat(again.open(open).getSession()).isEqualTo(session);
      another.send(ClientFrame.newBuilder().setOpen(open.toBuilder().setTtlMillis(50_000)).build());
      assertThat(another.refusal().getCode()).isEqualTo("idempotency-key-reused");
    }
  }

  private static String text(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  private static String counter(String key) throws Exception {
    return SYNOD.server().get(token, Review.GROUP + "/state/counts/" + key).text("value");
  }
}
