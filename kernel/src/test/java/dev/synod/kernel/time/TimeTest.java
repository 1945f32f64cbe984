package dev.synod.kernel.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Limits;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.scenario.Driven;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.task.TaskStatus;
import dev.synod.kernel.value.Values;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeTest {
  @Test
  void shouldMoveAtMostAMinutePerBatchAndNeverBack() {
    var scenario = new Scenario();

    scenario.tickAfter(86_400_000);
    assertThat(scenario.nowMillis()).isEqualTo(Scenario.START_MILLIS + Limits.TIME_JUMP_MILLIS_MAX);

    scenario.tickAfter(-86_400_000 - 1_000);
    assertThat(scenario.nowMillis()).isEqualTo(Scenario.START_MILLIS + Limits.TIME_JUMP_MILLIS_MAX);
  }

  @Test
  void shouldLetABoundedNumberFallDuePerTickTheOldestFirst() {
    // Given more tasks that time out together than a tick takes, and one that was due before
    var scenario = new Scenario().agent("ada", Map.of("team", "review"), 0, "read").group();
    int tasks = Limits.EXPIRIES_PER_TICK_MAX + 10;
    scenario.agent("bo", Map.of("team", "review"), 0, "read");
    for (int i = 0; i < tasks; i++) {
      String capability = "c" + i / Limits.QUEUE_LENGTH_MIN;
      scenario.done(
          Scenario.ANN,
          new TaskCommand.SubmitTask(
              Scenario.GROUP,
              capability,
              "",
              Values.NULL,
              Priority.NORMAL,
              i == tasks - 1 ? 4_000 : 5_000,
              1));
    }

    // When
    scenario.tickAfter(5_000);

    // Then
    assertThat(expired(scenario)).isEqualTo(Limits.EXPIRIES_PER_TICK_MAX);
    var last = scenario.state().tasks().get(lastTask(scenario));
    assertThat(last).isNotNull();
    assertThat(last.status()).isEqualTo(TaskStatus.EXPIRED);
    assertThat(scenario.state().nextDeadlineMillis()).isEqualTo(Scenario.START_MILLIS + 5_000);
    scenario.tickAfter(0);
    assertThat(expired(scenario)).isEqualTo(tasks);
  }

  private static long expired(Scenario scenario) {
    long expired = 0;
    for (var task : scenario.state().tasks().table().values()) {
      expired += task.status() == TaskStatus.EXPIRED ? 1 : 0;
    }
    return expired;
  }

  private static long lastTask(Scenario scenario) {
    long last = 0;
    for (var task : scenario.state().tasks().table().values()) {
      last = Math.max(last, task.id());
    }
    return last;
  }

  @Test
  void shouldFireATimerAtItsMomentAndNotBefore() {
    var scenario = new Scenario().agent("ada").group().workflow("ship");
    scenario.connectWorker(SystemCapability.DRIVE_RUN);
    Driven run =
        Driven.start(scenario, "r1", "ship").enter("/do/0", new RunEffect.ArmTimer("/do/0", 5_000));

    scenario.tickAfter(4_999);
    assertThat(run.inbox()).isEmpty();
    scenario.tickAfter(1);

    assertThat(run.inbox())
        .containsExactly(new Trigger.TimerFired("/do/0", Scenario.START_MILLIS + 5_000));
  }
}
