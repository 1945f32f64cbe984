package dev.synod.kernel.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.scenario.GroupSpecs;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final int ATTEMPTS = 3;
  private final Scenario scenario =
      new Scenario().agent("ada", "read").agent("bo", "read", "write").group();

  private static TaskCommand.SubmitTask task(String agent, Priority priority, long timeoutMillis) {
    return new TaskCommand.SubmitTask(
        Scenario.GROUP, "read", agent, Value.of("in"), priority, timeoutMillis, ATTEMPTS);
  }

  private long submit() {
    return scenario.done(Scenario.ANN, task("", Priority.NORMAL, 0));
  }

  private Task task(long id) {
    return Objects.requireNonNull(scenario.state().tasks().get(id));
  }

  private Task.Lease lease(long id) {
    return Objects.requireNonNull(task(id).lease());
  }

  private Reply complete(String agent, long task, long session, long token) {
    return scenario.as(
        Scenario.subject(agent),
        new TaskCommand.CompleteTask(Scenario.GROUP, task, session, token, Value.of("out")));
  }

  private Reply fail(String agent, long task, boolean retryable) {
    return fail(agent, task, new Fault(Fault.RUNTIME, 500, "It broke", "as things do"), retryable);
  }

  private Reply fail(String agent, long task, Fault fault) {
    return fail(agent, task, fault, false);
  }

  private Reply fail(String agent, long task, Fault fault, boolean retryable) {
    Task.Lease lease = lease(task);
    return scenario.as(
        Scenario.subject(agent),
        new TaskCommand.FailTask(
            Scenario.GROUP, task, lease.session(), lease.token(), fault, retryable));
  }

  @Test
  void shouldKeepWhoSubmittedIt() {
    assertThat(task(submit()).spec().submittedBy()).isEqualTo(Scenario.ANN);
  }

  @Test
  void shouldTakeTheResultUnderTheLease() {
    long ada = scenario.connect("ada");
    long id = submit();

    complete("ada", id, ada, lease(id).token());

    assertThat(task(id).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task(id).output()).isEqualTo(Value.of("out"));
    assertThat(task(id).endedAtMillis()).isEqualTo(Scenario.START_MILLIS);
  }

  @Test
  void shouldRefuseTheLateResultOfATaskThatWasGivenToAnother() {
    // Given ada's task, which bo gets when she falls silent
    long ada = scenario.connect("ada");
    long id = submit();
    long token = lease(id).token();
    long bo = scenario.connect("bo");
    scenario.expire(ada);
    assertThat(lease(id).session()).isEqualTo(bo);

    // When she comes back with a result, under her old session or a new one
    Rejection gone = Scenario.rejection(complete("ada", id, ada, token));
    Rejection late = Scenario.rejection(complete("ada", id, scenario.connect("ada"), token));

    // Then it is not taken, and bo's is
    assertThat(gone.code()).isEqualTo(Code.STALE_LEASE);
    assertThat(late.code()).isEqualTo(Code.STALE_LEASE);
    assertThat(late.details().get("expected")).isEqualTo(Value.of(lease(id).token()));
    assertThat(late.details().get("found")).isEqualTo(Value.of(token));
    assertThat(complete("bo", id, bo, lease(id).token())).isInstanceOf(Reply.Applied.class);
  }

  @Test
  void shouldGiveTwoLeasesOfOneTaskInOneBatchRisingTokens() {
    // Given ada holds the task and bo is there
    long ada = scenario.connect("ada");
    long id = submit();
    long first = lease(id).token();
    long bo = scenario.connect("bo");
    long next = scenario.connect("ada");

    // When both sessions end in one batch
    var endAda = new SessionCommand.CloseSession(Scenario.NAMESPACE, ada);
    var endBo = new SessionCommand.CloseSession(Scenario.NAMESPACE, bo);
    scenario.batch(
        Scenario.request(scenario.origin(Scenario.subject("ada"), endAda), endAda),
        Scenario.request(scenario.origin(Scenario.subject("bo"), endBo), endBo));

    // Then it was leased twice, each time with a greater token
    var tokens =
        scenario.outcomes().stream()
            .flatMap(outcome -> outcome.events().stream())
            .filter(recorded -> recorded.event() instanceof TaskEvent.TaskAssigned)
            .map(recorded -> recorded.revision())
            .toList();
    assertThat(tokens).hasSize(2).isSorted().doesNotHaveDuplicates();
    assertThat(tokens.getFirst()).isGreaterThan(first);
    assertThat(lease(id).token()).isEqualTo(tokens.getLast());
    assertThat(lease(id).session()).isEqualTo(next);
  }

  @Test
  void shouldGiveATaskOutAsOftenAsItMayBeAndThenFailIt() {
    scenario.connect("ada");
    long id = submit();

    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      assertThat(task(id).attempt()).isEqualTo(attempt);
      fail("ada", id, true);
    }

    assertThat(task(id).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(Objects.requireNonNull(task(id).fault()).title()).isEqualTo("It broke");
  }

  @Test
  void shouldRefuseAFaultThatIsTooLong() {
    scenario.connect("ada");
    long id = submit();
    String tooLong = "x".repeat(Limits.TEXT_LENGTH_MAX + 1);

    for (Fault fault :
        List.of(
            new Fault(tooLong, 500, "It broke", ""),
            new Fault(Fault.RUNTIME, 500, tooLong, ""),
            new Fault(Fault.RUNTIME, 500, "It broke", tooLong))) {
      assertThat(Scenario.code(fail("ada", id, fault))).isEqualTo(Code.TOO_LARGE);
    }

    assertThat(task(id).status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void shouldFindATaskInItsOwnGroupAlone() {
    long ada = scenario.connect("ada");
    long id = submit();
    var other = new GroupRef(Scenario.NAMESPACE, "other");
    scenario.done(
        Scenario.OPERATOR,
        new GroupCommand.DeclareGroup(other, scenario.declaration(), GroupSpecs.review()));

    Rejection refused =
        scenario.refused(
            Scenario.subject("ada"),
            new TaskCommand.CompleteTask(other, id, ada, lease(id).token(), Value.of("out")));

    assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(task(id).status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void shouldFailATaskWhoseHoldersAllDied() {
    long id = submit();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      scenario.expire(scenario.connect("ada"));
    }

    assertThat(task(id).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(Objects.requireNonNull(task(id).fault()).title()).isEqualTo("Attempts used up");
  }

  @Test
  void shouldFailAtOnceWhenTheFaultIsNotRetryable() {
    scenario.connect("ada");
    long id = submit();

    fail("ada", id, false);

    assertThat(task(id).status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void shouldExpireInWorkAndGiveTheHolderTheNext() {
    long ada = scenario.connect("ada");
    long first = scenario.done(Scenario.ANN, task("", Priority.NORMAL, 1_000));
    long second = submit();
    assertThat(task(second).status()).isEqualTo(TaskStatus.QUEUED);

    scenario.tickAfter(1_000);

    assertThat(task(first).status()).isEqualTo(TaskStatus.EXPIRED);
    assertThat(lease(second).session()).isEqualTo(ada);
    assertThat(Scenario.code(complete("ada", first, ada, lease(first).token())))
        .isEqualTo(Code.STALE_LEASE);
  }

  @Test
  void shouldFenceWritesByTheLease() {
    // Given a write under ada's lease
    long ada = scenario.connect("ada");
    long id = submit();
    var fence = new Fence(id, lease(id).token());
    var write =
        new DocumentCommand.WriteDocument(
            Scenario.GROUP, "last/a", new Write.Put(Values.TRUE), DocumentCommand.ANY);
    String subject = Scenario.subject("ada");
    var origin = scenario.origin(subject, write, Numbering.NONE, fence);
    assertThat(scenario.apply(origin, write)).isInstanceOf(Reply.Applied.class);
    assertThat(
            Scenario.code(
                scenario.apply(
                    scenario.origin(Scenario.subject("bo"), write, Numbering.NONE, fence), write)))
        .isEqualTo(Code.STALE_LEASE);

    // When the lease is gone, so is the right to write
    scenario.expire(ada);
    assertThat(Scenario.code(scenario.apply(origin, write))).isEqualTo(Code.STALE_LEASE);
  }

  @Test
  void shouldChooseTheLeastLoadedOfThoseThatCanAndBelong() {
    // Given bo with twice the room, and a stranger to the group
    scenario
        .agent("bo", Map.of("team", "review"), 4, "read")
        .agent("eve", Map.of("team", "other"), 9, "read");
    scenario.connect("eve");
    long ada = scenario.connect("ada");
    long bo = scenario.connect("bo");

    // Then the oldest of equals goes first, then the least loaded by share
    assertThat(lease(submit()).session()).isEqualTo(ada);
    for (int i = 0; i < 4; i++) {
      assertThat(lease(submit()).session()).isEqualTo(bo);
    }
    assertThat(task(submit()).status()).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void shouldGiveOutByPriorityAndThenByAge() {
    // Given nobody is there
    long low = scenario.done(Scenario.ANN, task("", Priority.LOW, 0));
    long first = submit();
    long second = submit();
    long high = scenario.done(Scenario.ANN, task("", Priority.HIGH, 0));

    // When ada works off the line
    long ada = scenario.connect("ada");
    for (long id : new long[] {high, first, second, low}) {
      // Then
      assertThat(lease(id).session()).isEqualTo(ada);
      complete("ada", id, ada, lease(id).token());
    }
  }

  @Test
  void shouldKeepATaskForTheAgentThatAloneMayDoIt() {
    scenario.connect("ada");
    long id = scenario.done(Scenario.ANN, task("bo", Priority.NORMAL, 0));
    assertThat(task(id).status()).isEqualTo(TaskStatus.QUEUED);

    long bo = scenario.connect("bo");

    assertThat(lease(id).session()).isEqualTo(bo);
    assertThat(scenario.refused(Scenario.ANN, task("eve", Priority.NORMAL, 0)).code())
        .isEqualTo(Code.FAILED_PRECONDITION);
  }

  @Test
  void shouldRefuseMoreThanTheLineTakes() {
    for (int i = 0; i < Limits.QUEUE_LENGTH_MIN; i++) {
      submit();
    }

    Rejection refused = scenario.refused(Scenario.ANN, task("", Priority.HIGH, 0));

    assertThat(refused.code()).isEqualTo(Code.LIMIT_EXCEEDED);
    assertThat(refused.message()).contains("fewer than 64 waiting tasks").contains("read");
  }

  @Test
  void shouldRefuseAnOutputThatIsTooLarge() {
    long ada = scenario.connect("ada");
    long id = submit();

    var command =
        new TaskCommand.CompleteTask(
            Scenario.GROUP, id, ada, lease(id).token(), Value.of("x".repeat(32 * 1024)));

    assertThat(scenario.refused(Scenario.subject("ada"), command).code()).isEqualTo(Code.TOO_LARGE);
    assertThat(task(id).status()).isEqualTo(TaskStatus.ASSIGNED);
  }
}
