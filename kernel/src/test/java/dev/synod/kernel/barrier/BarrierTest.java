package dev.synod.kernel.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Reply;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.scenario.Driven;
import dev.synod.kernel.scenario.GroupSpecs;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.session.SystemCapability;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarrierTest {
  private static final BarrierKey ALL = new BarrierKey(Scenario.GROUP, "all", "i");
  private static final BarrierKey PAIR = new BarrierKey(Scenario.GROUP, "pair", "i");
  private final Scenario scenario =
      new Scenario().agent("ada").agent("bo").agent("cy").group().workflow("ship");

  private Reply arrive(String agent, long session, BarrierKey key) {
    return scenario.as(Scenario.subject(agent), new BarrierCommand.ArriveAtBarrier(key, session));
  }

  private Barrier barrier(BarrierKey key) {
    return scenario.state().barriers().require(key);
  }

  @Test
  void shouldOpenWithTheLastOfAllMembers() {
    arrive("ada", scenario.connect("ada"), ALL);
    arrive("bo", scenario.connect("bo"), ALL);
    assertThat(barrier(ALL).status()).isEqualTo(BarrierStatus.WAITING);

    arrive("cy", scenario.connect("cy"), ALL);

    assertThat(barrier(ALL).status()).isEqualTo(BarrierStatus.OPEN);
    assertThat(barrier(ALL).settledAtMillis()).isEqualTo(Scenario.START_MILLIS);
  }

  @Test
  void shouldNeedTheShareThatIsDeclaredRoundedUp() {
    var half = new BarrierKey(Scenario.GROUP, "half", "i");
    arrive("ada", scenario.connect("ada"), half);
    assertThat(barrier(half).needed()).isEqualTo(2);

    arrive("bo", scenario.connect("bo"), half);

    assertThat(barrier(half).status()).isEqualTo(BarrierStatus.OPEN);
  }

  @Test
  void shouldGiveTheSeatBackWhenItsSessionEnds() {
    // Given two of two that arrive one after the other
    long ada = scenario.connect("ada");
    arrive("ada", ada, PAIR);

    // When the first dies before the second comes
    scenario.expire(ada);
    arrive("bo", scenario.connect("bo"), PAIR);

    // Then one seat is empty
    assertThat(barrier(PAIR).status()).isEqualTo(BarrierStatus.WAITING);
    assertThat(barrier(PAIR).arrived()).containsOnlyKeys("bo");

    // And it is taken by her next session
    arrive("ada", scenario.connect("ada"), PAIR);
    assertThat(barrier(PAIR).status()).isEqualTo(BarrierStatus.OPEN);
  }

  @Test
  void shouldMoveTheSeatWhenAnAgentArrivesWithAnotherSession() {
    long first = scenario.connect("ada");
    long second = scenario.connect("ada");
    arrive("ada", first, PAIR);

    arrive("ada", second, PAIR);
    scenario.done(
        Scenario.subject("ada"), new SessionCommand.CloseSession(Scenario.NAMESPACE, first));

    assertThat(barrier(PAIR).arrived()).containsEntry("ada", second);
  }

  @Test
  void shouldCountAnAgentOnceHoweverOftenItArrives() {
    long ada = scenario.connect("ada");
    arrive("ada", ada, PAIR);
    long revision = barrier(PAIR).revision();

    assertThat(arrive("ada", ada, PAIR)).isInstanceOf(Reply.Applied.class);
    arrive("ada", scenario.connect("ada"), PAIR);

    assertThat(barrier(PAIR).status()).isEqualTo(BarrierStatus.WAITING);
    assertThat(barrier(PAIR).revision()).isGreaterThan(revision);
  }

  @Test
  void shouldBreakWhenItsTimeIsOverAndRefuseLatecomers() {
    // Given
    arrive("ada", scenario.connect("ada"), PAIR);

    // When
    scenario.tickAfter(GroupSpecs.BARRIER_TIMEOUT_MILLIS);

    // Then
    assertThat(barrier(PAIR).status()).isEqualTo(BarrierStatus.BROKEN);
    assertThat(Scenario.code(arrive("bo", scenario.connect("bo"), PAIR)))
        .isEqualTo(Code.BARRIER_BROKEN);
  }

  @Test
  void shouldTellTheRunsThatWait() {
    // Given two runs that wait for the same instance
    scenario.connectWorker(SystemCapability.DRIVE_RUN);
    var await = new RunEffect.AwaitBarrier("/do/0", "pair", "i");
    Driven first = Driven.start(scenario, "r1", "ship").enter("/do/0", await);
    Driven second = Driven.start(scenario, "r2", "ship").enter("/do/0", await);

    // When
    arrive("ada", scenario.connect("ada"), PAIR);
    arrive("bo", scenario.connect("bo"), PAIR);

    // Then both are told, and one that asks later gets the answer at once
    var settled = new Trigger.BarrierSettled("/do/0", true, List.of("ada", "bo"));
    assertThat(first.inbox()).containsExactly(settled);
    assertThat(second.inbox()).containsExactly(settled);
    assertThat(first.step("/do/0").awaiting()).isEmpty();
    Driven third = Driven.start(scenario, "r3", "ship").enter("/do/0", await);
    assertThat(third.inbox()).containsExactly(settled);
  }

  @Test
  void shouldRefuseWhoIsNoPartyAndWhoseSessionItIsNot() {
    // Given an instance that began before dan came
    long ada = scenario.connect("ada");
    arrive("ada", ada, ALL);
    scenario.agent("dan");

    // Then
    assertThat(Scenario.code(arrive("dan", scenario.connect("dan"), ALL)))
        .isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(Scenario.code(arrive("bo", ada, ALL))).isEqualTo(Code.SESSION_GONE);
    assertThat(Scenario.code(arrive("ada", ada, new BarrierKey(Scenario.GROUP, "nowhere", "i"))))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(Scenario.code(arrive("ada", ada, new BarrierKey(Scenario.GROUP, "all", "a|b"))))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }
}
