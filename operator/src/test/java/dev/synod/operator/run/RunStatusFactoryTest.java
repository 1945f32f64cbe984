package dev.synod.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.synod.crds.Condition;
import dev.synod.crds.ConditionStatus;
import dev.synod.crds.run.RunPhase;
import dev.synod.crds.run.WorkflowRun;
import dev.synod.crds.run.WorkflowRunStatus;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.Standing;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStatusFactoryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void shouldSayForWhatItWaitsWhenTheApiServerToldIt() {
    WorkflowRunStatus status =
        status(
            run(""),
            """
            phase: Waiting
            progress: {done: 4, known: 9}
            startedAt: 2026-01-01T11:59:00Z
            conditions:
              - {type: Waiting, status: "True", reason: Approval, message: of an editor}
            """);

    assertThat(status.conditions())
        .extracting(Condition::type, Condition::status, Condition::reason)
        .containsExactly(
            tuple("Accepted", ConditionStatus.TRUE, "Accepted"),
            tuple("Running", ConditionStatus.TRUE, "Waiting"),
            tuple("Waiting", ConditionStatus.TRUE, "Approval"),
            tuple("Completed", ConditionStatus.FALSE, "InProgress"));
    assertThat(status.progress()).isEqualTo(new WorkflowRunStatus.Progress(4, 9));
  }

  @Test
  void shouldSayWhyWhenItFaulted() {
    WorkflowRunStatus status =
        status(
            run(""),
            """
            phase: Faulted
            finishedAt: 2026-01-01T11:59:00Z
            error: {type: t, title: Time-out, detail: no answer, instance: /do/0/history}
            """);

    Condition completed = status.conditions().getLast();
    assertThat(completed.reason()).isEqualTo("Faulted");
    assertThat(completed.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(completed.message()).isEqualTo("Time-out · no answer · /do/0/history");
  }

  @Test
  void shouldStayCompletedWhenTheApiServerKnowsNothingOfItAnyMore() {
    WorkflowRun run =
        run(
            """
            status:
              phase: Succeeded
              output: done
              conditions:
                - type: Completed
                  status: "True"
                  reason: Succeeded
                  lastTransitionTime: 2026-01-01T10:00:00Z
            """);

    WorkflowRunStatus status =
        RunStatusFactory.status(run, new Standing<>(Outcome.DONE, Optional.empty(), true), NOW);

    assertThat(RunStatusFactory.isCompleted(run)).isTrue();
    assertThat(status.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(status.output()).isEqualTo(new TextNode("done"));
    assertThat(status.conditions().getLast().lastTransitionTime())
        .isEqualTo("2026-01-01T10:00:00Z");
  }

  @Test
  void shouldNameWorkflowWhenItIsNotDeclared() {
    Standing<WorkflowRunStatus> refused =
        new Standing<>(new Outcome.Refused("not-found", "no such"), Optional.empty(), true);

    WorkflowRunStatus status = RunStatusFactory.status(run(""), refused, NOW);

    assertThat(status.phase()).isEqualTo(RunPhase.PENDING);
    assertThat(status.conditions().getFirst().reason()).isEqualTo("WorkflowNotFound");
    assertThat(status.conditions().getFirst().message()).contains("hello");
  }

  @Test
  void shouldLeaveOutputOutWhenItIsTooLargeForAStatus() {
    WorkflowRunStatus status =
        status(
            run(""), "phase: Succeeded\noutput: " + "x".repeat(RunStatusFactory.OUTPUT_LENGTH_MAX));

    assertThat(status.output()).isNull();
  }

  private static WorkflowRunStatus status(WorkflowRun run, String live) {
    return RunStatusFactory.status(
        run,
        new Standing<>(
            Outcome.DONE,
            Optional.of(Serialization.unmarshal(live, WorkflowRunStatus.class)),
            true),
        NOW);
  }

  private static WorkflowRun run(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: synod.dev/v1alpha1
        kind: WorkflowRun
        metadata: {name: greet, namespace: review, generation: 1}
        spec: {workflowRef: {name: hello}}
        """
            + status,
        WorkflowRun.class);
  }
}
