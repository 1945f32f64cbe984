package dev.synod.sdk;

import static dev.synod.sdk.Conditions.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.AdvanceRun;
import dev.synod.api.v1.RunRef;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerSessionTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final RunRef RUN =
      RunRef.newBuilder().setNamespace("review").setName("review").build();

  private final SessionServer server = new SessionServer();
  private final SynodClient client = server.client();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static ServerFrame turn(RunRef run, long term, long revision) {
    return ServerFrame.newBuilder()
        .setTurn(Turn.newBuilder().setRef(run).setTerm(term).setRevision(revision))
        .build();
  }

  private static ServerFrame revoked(RunRef run, long term) {
    return ServerFrame.newBuilder()
        .setRevoked(ServerFrame.Revoked.newBuilder().setRun(run).setTerm(term))
        .build();
  }

  @Test
  void shouldOpenASessionWithoutAgentThatDrivesRuns() throws Exception {
    client
        .worker()
        .onTurn(_ -> {})
        .onTask("call-http", _ -> Json.object())
        .open()
        .opened()
        .await(LIMIT);

    var open = server.firstFrames().getFirst().getOpen();
    assertThat(open.getAgent()).isEmpty();
    assertThat(open.getNamespace()).isEmpty();
    assertThat(open.getCapabilitiesList()).containsExactly("call-http", "drive-run");
  }

  @Test
  void shouldTakeTheTurnsOfARunOneAfterTheOtherAndOthersBeside() throws Exception {
    var gate = new CountDownLatch(1);
    var other = RUN.toBuilder().setName("other").build();
    WorkerSession session =
        client
            .worker()
            .onTurn(
                turn -> {
                  if (turn.getRevision() == 1) {
                    gate.await();
                  }
                  told.add(turn.getRef().getName() + " " + turn.getRevision());
                })
            .open();
    session.opened().await(LIMIT);
    server.send(turn(RUN, 10, 1));
    server.send(turn(RUN, 10, 2));
    server.send(turn(other, 11, 3));
    eventually("the other run's turn", () -> told.contains("other 3"));
    assertThat(told).containsExactly("other 3");

    gate.countDown();

    eventually("all turns", () -> told.size() == 3);
    assertThat(told).containsExactly("other 3", "review 1", "review 2");
  }

  @Test
  void shouldTellInOrderThatARunIsDrivenByAnotherAndSkipItsStaleTurns() throws Exception {
    var gate = new CountDownLatch(1);
    WorkerSession session =
        client
            .worker()
            .onTurn(
                turn -> {
                  if (turn.getRevision() == 1) {
                    gate.await();
                  }
                  told.add("turn " + turn.getRevision());
                })
            .onRunRevoked((_, term) -> told.add("revoked " + term))
            .open();
    session.opened().await(LIMIT);
    server.send(turn(RUN, 10, 1));
    server.send(turn(RUN, 10, 2));
    server.send(revoked(RUN, 10));
    server.send(turn(RUN, 12, 3));
    server.send(turn(RUN.toBuilder().setName("other").build(), 13, 4));
    eventually("all has arrived", () -> told.contains("turn 4"));

    gate.countDown();

    eventually("the newest turn", () -> told.contains("turn 3"));
    assertThat(told).containsSubsequence("revoked 10", "turn 3").doesNotContain("turn 2");
  }

  @Test
  void shouldForgetAllRunsWhenTheSessionEnds() throws Exception {
    WorkerSession session =
        client
            .worker()
            .onTurn(turn -> told.add("turn " + turn.getTerm()))
            .onRunRevoked((_, _) -> told.add("revoked"))
            .open();
    session.opened().await(LIMIT);
    server.send(turn(RUN, 10, 1));
    eventually("the turn", () -> !told.isEmpty());

    server.endSessions();

    eventually("the run is revoked", () -> told.contains("revoked"));
  }

  @Test
  void shouldGoOnWithTheNextTurnWhenOneFails() throws Exception {
    WorkerSession session =
        client
            .worker()
            .onTurn(
                turn -> {
                  told.add("turn " + turn.getRevision());
                  throw new IllegalStateException("a defect");
                })
            .open();
    session.opened().await(LIMIT);

    server.send(turn(RUN, 10, 1));
    server.send(turn(RUN, 10, 2));

    eventually("both turns", () -> told.size() == 2);
  }

  @Test
  void shouldAdvanceARunOnce() throws Exception {
    WorkerSession session = client.worker().onTurn(_ -> {}).open();

    Written written =
        session
            .advance(AdvanceRun.newBuilder().setRef(RUN).setTerm(10).setConsumedThrough(2).build())
            .await(LIMIT);

    assertThat(written.revision()).isPositive();
    assertThat(server.applied()).singleElement().satisfies(r -> r.hasAdvanceRun());
  }

  @Test
  void shouldAskForADefinitionOnce() throws Exception {
    WorkerSession session = client.worker().onTurn(_ -> {}).open();

    session.definition("sha256:1").await(LIMIT);
    var definition = session.definition("sha256:1").await(LIMIT);

    assertThat(definition.path("digest").asText()).isEqualTo("sha256:1");
    assertThat(server.definitionsAsked()).isEqualTo(1);
  }
}
