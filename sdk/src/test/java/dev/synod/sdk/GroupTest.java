package dev.synod.sdk;

import static dev.synod.sdk.Conditions.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.v1.Barrier;
import dev.synod.api.v1.Proposal;
import dev.synod.api.v1.ServerFrame;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SessionServer server = new SessionServer();
  private final SynodClient client = server.client();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static Barrier barrier(String status) {
    return Barrier.newBuilder()
        .setGroup(Wire.group("review", "team"))
        .setName("all-reviewed")
        .setInstance("review")
        .setStatus(status)
        .setNeeded(2)
        .addArrived("historian")
        .build();
  }

  private static ServerFrame proposal(long id, String status, String outcome) {
    return ServerFrame.newBuilder()
        .setProposal(
            Proposal.newBuilder()
                .setId(id)
                .setGroup(Wire.group("review", "team"))
                .setDecision("release")
                .addOptions("release")
                .addOptions("reject")
                .putElectorate("historian", 1)
                .setStatus(status)
                .setOutcome(outcome))
        .build();
  }

  private AgentSession open() throws InterruptedException {
    AgentSession session = client.agent("review", "historian").open();
    session.opened().await(LIMIT);
    return session;
  }

  @Test
  void shouldWaitForABarrierThatDoesNotExistYetUntilTheServerTellsThatItIsOpen() throws Exception {
    AgentSession session = open();
    var open = session.group("team").awaitOpen("all-reviewed", "review");

    server.send(ServerFrame.newBuilder().setBarrier(barrier("Waiting")).build());
    server.send(ServerFrame.newBuilder().setBarrier(barrier("Open")).build());

    assertThat(open.await(LIMIT).arrived()).containsExactly("historian");
  }

  @Test
  void shouldSeeByReadingThatABarrierIsOpenAlready() throws Exception {
    server.barrier(barrier("Open"));

    var open = open().group("team").awaitOpen("all-reviewed", "review");

    assertThat(open.await(LIMIT).status()).isEqualTo(dev.synod.sdk.Barrier.Status.OPEN);
  }

  @Test
  void shouldFailTheWaitWhenTheBarrierBreaks() throws Exception {
    AgentSession session = open();
    var open = session.group("team").awaitOpen("all-reviewed", "review");

    server.send(ServerFrame.newBuilder().setBarrier(barrier("Broken")).build());

    assertThatThrownBy(() -> open.await(LIMIT))
        .hasMessageContaining("1 of 2 had arrived")
        .isInstanceOfSatisfying(
            SynodException.class, e -> assertThat(e.code()).isEqualTo("barrier-broken"));
  }

  @Test
  void shouldFailTheWaitWhenTheSessionEndsAndItsSeatIsVacated() throws Exception {
    AgentSession session = open();
    var open = session.group("team").awaitOpen("all-reviewed", "review");

    server.endSessions();

    assertThatThrownBy(() -> open.await(LIMIT))
        .isInstanceOfSatisfying(
            SynodException.class, e -> assertThat(e.code()).isEqualTo(SynodException.SESSION_GONE));
  }

  @Test
  void shouldVoteOnceHoweverOftenTheProposalIsTold() throws Exception {
    var asked = new AtomicInteger();
    AgentSession session =
        client
            .agent("review", "historian")
            .onProposal(
                proposal -> {
                  asked.incrementAndGet();
                  return Vote.of(proposal.options().getFirst(), "fine");
                })
            .open();
    session.opened().await(LIMIT);

    server.send(proposal(5, "Open", ""));
    server.send(proposal(5, "Open", ""));

    eventually("a ballot", () -> server.applied().size() == 1);
    var ballot = server.applied().getFirst().getCastBallot();
    assertThat(ballot.getProposal()).isEqualTo(5);
    assertThat(ballot.getOption()).isEqualTo("release");
    assertThat(asked).hasValue(1);
  }

  @Test
  void shouldCastNoVoteWhenTheHandlerHasNone() throws Exception {
    var asked = new AtomicInteger();
    client
        .agent("review", "historian")
        .onProposal(
            _ -> {
              asked.incrementAndGet();
              return null;
            })
        .open()
        .opened()
        .await(LIMIT);

    server.send(proposal(5, "Open", ""));

    eventually("the handler was asked", () -> asked.get() == 1);
    assertThat(server.applied()).isEmpty();
  }

  @Test
  void shouldTellTheOutcomeWhenAProposalIsDecided() throws Exception {
    AgentSession session = open();
    var decided = session.group("team").awaitDecided(5);

    server.send(proposal(5, "Open", ""));
    server.send(proposal(5, "Decided", "release"));

    assertThat(decided.await(LIMIT).outcome()).contains("release");
  }

  @Test
  void shouldSayThatADocumentIsNotThere() throws Exception {
    assertThat(open().group("team").get("nothing").await(LIMIT)).isEmpty();
  }
}
