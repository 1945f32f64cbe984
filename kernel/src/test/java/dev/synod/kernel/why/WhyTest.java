package dev.synod.kernel.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.barrier.BarrierCommand;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.proposal.ProposalCommand;
import dev.synod.kernel.proposal.ProposalKey;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.scenario.Driven;
import dev.synod.kernel.scenario.GroupSpecs;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.value.Value;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WhyTest {
  private final Scenario scenario =
      new Scenario().agent("ada", "read").agent("bo", "write").group().workflow("ship");

  private Reason why(Driven run) {
    return Objects.requireNonNull(Why.run(scenario.state(), run.ref()));
  }

  private Driven started() {
    scenario.connectWorker(SystemCapability.DRIVE_RUN);
    return Driven.start(scenario, "r1", "ship");
  }

  private static RunEffect.AssignTask assign(String path, String capability, long timeoutMillis) {
    return new RunEffect.AssignTask(
        path, capability, "", Value.of("x"), Priority.NORMAL, timeoutMillis, 3);
  }

  @Test
  void shouldKnowNothingOfARunThatIsNot() {
    assertThat(Why.run(scenario.state(), new RunRef("shop", "none"))).isNull();
  }

  @Test
  void shouldNameTheMissingWorkerWhenNobodyDrives() {
    // Given no worker; When a run starts
    var run = Driven.start(scenario, "r1", "ship");

    // Then
    Reason why = why(run);
    assertThat(why.on()).isEqualTo("run/shop/r1");
    assertThat(why.summary()).isEqualTo("Run shop/r1 waits: No worker is connected to drive it.");
    assertThat(why.forWhom()).containsExactly("worker");
  }

  @Test
  void shouldSayWhoDeclaresACapabilityWhenNobodyOfThemIsConnected() {
    // Given
    Driven run = started();

    // When
    run.enter("/do/0", assign("/do/0", "read", 0));

    // Then
    Reason task = why(run).next().getFirst();
    assertThat(task.on()).isEqualTo("task/read");
    assertThat(task.step()).isEqualTo("/do/0");
    assertThat(task.forWhom()).containsExactly("ada");
    assertThat(task.sinceMillis()).isEqualTo(Scenario.START_MILLIS);
    assertThat(task.summary()).endsWith("No agent that can do read is connected.");
    assertThat(task.next()).singleElement().extracting(Reason::on).isEqualTo("agent/ada");
  }

  @Test
  void shouldSayWhenNobodyDeclaresACapability() {
    Driven run = started().enter("/do/0", assign("/do/0", "fly", 0));

    assertThat(why(run).summary())
        .endsWith("No member of group shop/review declares capability fly.");
  }

  @Test
  void shouldSayWhatBusySessionsAreBusyWith() {
    // Given ada with room for one task
    Driven run = started();
    scenario.connect("ada");

    // When two tasks are for her
    run.enter("/do/0", assign("/do/0", "read", 0)).enter("/do/1", assign("/do/1", "read", 5_000));

    // Then the first is in work, and keeps the second waiting
    Reason why = why(run);
    assertThat(why.summary()).isEqualTo("Run shop/r1 waits for 2 things.");
    Reason first = why.next().get(0);
    assertThat(first.summary()).startsWith("Agent ada works on task");
    assertThat(first.forWhom()).containsExactly("ada");
    Reason second = why.next().get(1);
    assertThat(second.summary()).endsWith("All 1 connected sessions that can do read are busy.");
    assertThat(second.until())
        .isEqualTo(new Reason.Until(Scenario.START_MILLIS + 5_000, "It times out."));
    assertThat(second.next())
        .singleElement()
        .satisfies(
            busy -> {
              assertThat(busy.summary()).isEqualTo(first.summary());
              assertThat(busy.detail()).startsWith("For run shop/r1 at /do/0.");
            });
  }

  @Test
  void shouldSayWhoIsMissingAtABarrierAndWhetherTheyAreThere() {
    // Given
    Driven run = started();
    long ada = scenario.connect("ada");

    // When
    run.enter("/do/0", new RunEffect.AwaitBarrier("/do/0", "pair", "r1"));
    scenario.done(
        Scenario.subject("ada"),
        new BarrierCommand.ArriveAtBarrier(new BarrierKey(Scenario.GROUP, "pair", "r1"), ada));

    // Then
    Reason barrier = why(run).next().getFirst();
    assertThat(barrier.on()).isEqualTo("barrier/pair");
    assertThat(barrier.forWhom()).containsExactly("bo");
    assertThat(barrier.summary()).isEqualTo("1 of 2 needed have arrived at barrier pair (r1).");
    assertThat(barrier.until())
        .isEqualTo(
            new Reason.Until(
                Scenario.START_MILLIS + GroupSpecs.BARRIER_TIMEOUT_MILLIS, "It breaks."));
    assertThat(barrier.next())
        .singleElement()
        .extracting(Reason::summary)
        .isEqualTo("Agent bo is not connected.");
  }

  @Test
  void shouldSayWhoHasNotVotedAndHowTheVoteStands() {
    // Given
    Driven run = started();
    run.enter("/do/0", new RunEffect.Propose("/do/0", "lead", "r1", Value.of("ship?")));
    assertThat(run.inbox()).as("nobody is a lead").hasSize(1);
    run.advance(new RunEffect.Propose("/do/0", "release", "r1", Value.of("ship?")));
    long proposal =
        Objects.requireNonNull(
                scenario.state().proposals().get(new ProposalKey(Scenario.GROUP, "release", "r1")))
            .id();

    // When
    scenario.done(
        Scenario.subject("bo"),
        new ProposalCommand.CastBallot(Scenario.GROUP, proposal, "go", "fine"));

    // Then
    Reason reason = why(run).next().getFirst();
    assertThat(reason.on()).isEqualTo("proposal/release");
    assertThat(reason.forWhom()).containsExactly("ada");
    assertThat(reason.detail())
        .isEqualTo("Cast 1 of weight 3, quorum 60 %, so far {go=1, wait=0}; missing: [ada].");
  }

  @Test
  void shouldSayWhichPersonHasToDecideAndWhatHappensOtherwise() {
    // Given; When
    Driven run =
        started()
            .enter(
                "/do/0",
                new RunEffect.RequestApproval(
                    "/do/0", "Ship with a secret?", List.of("governor"), 60_000, false));

    // Then
    Reason reason = why(run).next().getFirst();
    assertThat(reason.on()).startsWith("approval/");
    assertThat(reason.forWhom()).containsExactly("role governor");
    assertThat(reason.summary())
        .isEqualTo("A person in one of the roles [governor] has to decide: Ship with a secret?");
    assertThat(reason.until())
        .isEqualTo(
            new Reason.Until(Scenario.START_MILLIS + 60_000, "It is rejected without a person."));
  }

  @Test
  void shouldTakeATimerAsAReasonOnlyWhereItStandsAlone() {
    // Given; When one step waits for time, and another has a time-out
    Driven run =
        started()
            .enter("/do/0", new RunEffect.ArmTimer("/do/0", 9_000))
            .enter(
                "/do/1",
                new RunEffect.ArmTimer("/do/1", 8_000),
                new RunEffect.AwaitBarrier("/do/1", "all", "r1"));

    // Then
    assertThat(why(run).next()).extracting(Reason::on).containsExactly("timer", "barrier/all");
  }

  @Test
  void shouldSayHowARunEnded() {
    Driven run =
        started()
            .advance(
                new RunEffect.FaultRun(
                    new Fault(Fault.RUNTIME, 500, "It broke", "Nobody knows why.", "/do/0")));

    assertThat(why(run).summary())
        .isEqualTo("Run shop/r1 has failed at /do/0: It broke: Nobody knows why.");
    assertThat(why(run).next()).isEmpty();
  }
}
