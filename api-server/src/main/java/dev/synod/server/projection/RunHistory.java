package dev.synod.server.projection;

import dev.synod.kernel.Recorded;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.StepStatus;
import dev.synod.kernel.value.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of runs, their steps and their approvals. */
final class RunHistory {
  private static final String RUNNING = "RUNNING";

  void write(Recorded recorded, RunEvent.OfRun event, String subject) {
    Instant at = Instant.ofEpochMilli(recorded.timeMillis());
    switch (event) {
      case RunEvent.RunStarted e -> started(recorded.revision(), e, subject, at);
      case RunEvent.StepEntered e -> entered(recorded.revision(), e, at);
      case RunEvent.StepCompleted e ->
          ended(e.ref(), e.path(), StepStatus.COMPLETED, e.output(), null, at);
      case RunEvent.StepFaulted e ->
          ended(e.ref(), e.path(), StepStatus.FAULTED, null, e.fault(), at);
      case RunEvent.StepCancelled e ->
          ended(e.ref(), e.path(), StepStatus.CANCELLED, null, null, at);
      case RunEvent.RunFinished e -> {
        RunRow row = live(e.ref());
        if (row != null) {
          row.phase = e.phase().name();
          row.output = Texts.json(e.output());
          row.error = Texts.json(e.fault());
          row.finishedAt = at;
        }
      }
      case RunEvent.ApprovalRequested e -> requested(e, at);
      case RunEvent.ApprovalDecided e -> {
        ApprovalRow row = ApprovalRow.findById(e.id());
        if (row != null) {
          row.status = e.status().name();
          row.decidedBy = e.by();
          row.comment = Texts.clean(e.comment());
          row.decidedAt = at;
        }
      }
      case RunEvent.TriggerAppended _,
          RunEvent.RunDriven _,
          RunEvent.RunUndriven _,
          RunEvent.InboxConsumed _,
          RunEvent.StepRemembered _,
          RunEvent.StepWaits _,
          RunEvent.StepAnswered _,
          RunEvent.ContextChanged _,
          RunEvent.RunForgotten _ -> {
        // How a run was driven is not kept as rows.
      }
    }
  }

  private static void started(
      long revision, RunEvent.RunStarted event, String subject, Instant at) {
    var spec = event.spec();
    var row = new RunRow();
    row.id = revision;
    row.namespace = event.ref().namespace();
    row.name = event.ref().name();
    row.uid = Texts.clean(spec.declaration().uid());
    row.workflow = spec.workflow();
    row.group = spec.group().name();
    row.digest = spec.digest();
    row.phase = RUNNING;
    row.input = spec.input().json();
    row.startedBy = Texts.clean(subject);
    row.startedAt = at;
    row.persist();
  }

  private static void entered(long revision, RunEvent.StepEntered event, Instant at) {
    RunRow run = live(event.ref());
    if (run == null) {
      return;
    }
    var row = new StepRow();
    row.revision = revision;
    row.run = run.id;
    row.path = Texts.clean(event.path());
    row.name = Texts.clean(event.name());
    row.kind = event.kind();
    row.status = StepStatus.ACTIVE.name();
    row.input = event.input().json();
    row.enteredAt = at;
    row.persist();
  }

  private static void ended(
      RunRef ref,
      String path,
      StepStatus status,
      @Nullable Value output,
      @Nullable Fault fault,
      Instant at) {
    RunRow run = live(ref);
    if (run == null) {
      return;
    }
    StepRow row =
        StepRow.find("run = ?1 and path = ?2 order by revision desc", run.id, Texts.clean(path))
            .firstResult();
    if (row != null) {
      row.status = status.name();
      row.output = Texts.json(output);
      row.error = Texts.json(fault);
      row.finishedAt = at;
    }
  }

  private static void requested(RunEvent.ApprovalRequested event, Instant at) {
    var row = new ApprovalRow();
    row.id = event.id();
    row.namespace = event.ref().namespace();
    row.run = event.ref().name();
    row.title = Texts.clean(event.request().title());
    row.roles = String.join(",", event.request().roles());
    row.status = "PENDING";
    row.requestedAt = at;
    row.persist();
  }

  /** The newest run of that name. */
  private static @Nullable RunRow live(RunRef ref) {
    return RunRow.find("namespace = ?1 and name = ?2 order by id desc", ref.namespace(), ref.name())
        .firstResult();
  }
}
