package dev.synod.kernel.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Reply;
import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.scenario.Driven;
import dev.synod.kernel.scenario.GroupSpecs;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.value.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of group review: ada has weight 2, bo and cy have 1; the quorum is 60 %. */
class ProposalTest {
  private static final ProposalKey RELEASE = new ProposalKey(Scenario.GROUP, "release", "i");
  private final Scenario scenario =
      new Scenario()
          .agent("ada")
          .agent("bo")
          .agent("cy", Map.of("team", "review", "role", "lead"), 1)
          .group()
          .workflow("ship");

  private long open(ProposalKey key) {
    return scenario.done(Scenario.ANN, new ProposalCommand.OpenProposal(key, Value.of("subject")));
  }

  private Reply vote(String agent, long proposal, String option) {
    return scenario.as(
        Scenario.subject(agent),
        new ProposalCommand.CastBallot(Scenario.GROUP, proposal, option, "reasons"));
  }

  private Proposal proposal(long id) {
    return scenario.state().proposals().table().require(id);
  }

  @Test
  void shouldDecideAsSoonAsNothingCanChangeTheOutcome() {
    // Given
    long id = open(RELEASE);

    // When 3 of weight 4 are for it
    vote("ada", id, "go");
    assertThat(proposal(id).status()).isEqualTo(ProposalStatus.OPEN);
    vote("bo", id, "go");

    // Then
    assertThat(proposal(id).outcome()).isEqualTo("go");
    assertThat(proposal(id).reason()).isEqualTo("Of weight 4, 3 was cast: {go=3, wait=0}.");
  }

  @Test
  void shouldKeepWhoOpenedIt() {
    long id = open(RELEASE);

    scenario.as(
        Scenario.subject("ada"), new ProposalCommand.OpenProposal(RELEASE, Value.of("subject")));

    assertThat(proposal(id).terms().openedBy()).isEqualTo(Scenario.ANN);
  }

  @Test
  void shouldBeTiedWhenNoOptionHasMoreThanHalf() {
    long id = open(RELEASE);

    vote("ada", id, "go");
    vote("bo", id, "wait");
    vote("cy", id, "wait");

    assertThat(proposal(id).outcome()).isEqualTo(Tally.TIED);
  }

  @Test
  void shouldFindNoQuorumWhenTooFewVotedInTime() {
    long id = open(RELEASE);
    vote("ada", id, "go");

    scenario.tickAfter(GroupSpecs.DECISION_DEADLINE_MILLIS);

    assertThat(proposal(id).outcome()).isEqualTo(Tally.NO_QUORUM);
    assertThat(proposal(id).reason())
        .isEqualTo("Of weight 4, only 2 was cast; the quorum is 60 %.");
  }

  @Test
  void shouldDecideByWhatWasCastWhenTheTimeIsOver() {
    long id = open(RELEASE);
    vote("bo", id, "wait");
    vote("ada", id, "go");

    scenario.tickAfter(GroupSpecs.DECISION_DEADLINE_MILLIS);

    assertThat(proposal(id).outcome()).isEqualTo("go");
  }

  @Test
  void shouldRefuseABallotAfterTheDeadlineEvenBeforeTheTick() {
    long id = open(RELEASE);

    scenario.later(GroupSpecs.DECISION_DEADLINE_MILLIS);

    assertThat(Scenario.code(vote("ada", id, "go"))).isEqualTo(Code.BALLOT_CLOSED);
    assertThat(proposal(id).status()).isEqualTo(ProposalStatus.OPEN);
  }

  @Test
  void shouldTakeOneBallotOfEachAgent() {
    long id = open(RELEASE);
    vote("ada", id, "go");

    assertThat(vote("ada", id, "go")).isInstanceOf(Reply.Applied.class);
    assertThat(Scenario.code(vote("ada", id, "wait"))).isEqualTo(Code.ALREADY_VOTED);
    assertThat(proposal(id).ballots()).hasSize(1);
  }

  @Test
  void shouldRefuseStrangersAndUnknownOptions() {
    long id = open(RELEASE);
    scenario.agent("dan");

    assertThat(Scenario.code(vote("dan", id, "go"))).isEqualTo(Code.NOT_IN_ELECTORATE);
    assertThat(Scenario.code(vote("ada", id, "maybe"))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(Scenario.code(vote("ada", id + 1, "go"))).isEqualTo(Code.NOT_FOUND);
    assertThat(
            scenario
                .refused(
                    Scenario.ANN,
                    new ProposalCommand.CastBallot(Scenario.GROUP, id, "go", "as a person"))
                .code())
        .isEqualTo(Code.NOT_IN_ELECTORATE);
  }

  @Test
  void shouldKeepTheElectorateOfTheOpening() {
    // Given
    long id = open(RELEASE);

    // When a voter is taken back
    scenario.done(
        Scenario.OPERATOR,
        new AgentCommand.RetractAgent(new AgentRef(Scenario.NAMESPACE, "bo"), "uid"));

    // Then the weights stay
    assertThat(proposal(id).terms().electorate())
        .containsExactly(Map.entry("ada", 2), Map.entry("bo", 1), Map.entry("cy", 1));
  }

  @Test
  void shouldAskOnlyTheRoleThatIsDeclared() {
    long id = open(new ProposalKey(Scenario.GROUP, "lead", "i"));

    assertThat(proposal(id).terms().electorate()).containsOnlyKeys("cy");
    vote("cy", id, "wait");
    assertThat(proposal(id).outcome()).isEqualTo("wait");
  }

  @Test
  void shouldBeTheSameProposalWhenTheSameIsAskedAgain() {
    long id = open(RELEASE);

    assertThat(open(RELEASE)).isEqualTo(id);
    assertThat(
            scenario
                .refused(Scenario.ANN, new ProposalCommand.OpenProposal(RELEASE, Value.of("other")))
                .code())
        .isEqualTo(Code.ALREADY_EXISTS);
  }

  @Test
  void shouldTellTheRunThatAskedWithTallyAndBallots() {
    // Given
    scenario.connectWorker(SystemCapability.DRIVE_RUN);
    var effect = new RunEffect.Propose("/do/0", "lead", "i", Value.of("subject"));
    Driven run = Driven.start(scenario, "r1", "ship").enter("/do/0", effect);
    long id = scenario.state().proposals().open(Scenario.GROUP).head();
    assertThat(proposal(id).terms().openedBy()).as("a run did").isEmpty();

    // When
    vote("cy", id, "go");

    // Then
    Value expected =
        Value.parse(
            """
            {"proposal":"%d","outcome":"go","reason":"Of weight 1, 1 was cast: {go=1, wait=0}.",
             "tally":{"go":1,"wait":0},"ballots":{"cy":{"option":"go","reason":"reasons"}}}
            """
                .formatted(id));
    assertThat(run.inbox()).containsExactly(new Trigger.ProposalSettled("/do/0", expected));

    // And another run that asks the same gets the answer at once
    Driven other = Driven.start(scenario, "r2", "ship").enter("/do/0", effect);
    assertThat(other.inbox()).containsExactly(new Trigger.ProposalSettled("/do/0", expected));
  }
}
