package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.Clock;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A task.
 *
 * @param agent the only one that may do it
 * @param assignee the agent that holds it, or held it last
 * @param session that holds it
 * @param token of its lease; later ones are greater
 * @param effectId stable over all attempts, as idempotency key for whoever is called
 * @param submittedBy the subject that asked; absent where a run did
 * @param run that waits for it, {@code namespace/name}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskView(
    String id,
    String namespace,
    String group,
    String capability,
    @Nullable String agent,
    Value input,
    String priority,
    String status,
    @Nullable String assignee,
    @Nullable String session,
    @Nullable String token,
    @Nullable String assignedAt,
    int attempt,
    int attemptsMax,
    String effectId,
    String submittedAt,
    @Nullable String submittedBy,
    @Nullable String deadline,
    @Nullable Value output,
    @Nullable FaultView error,
    @Nullable String run,
    @Nullable String step,
    String revision) {

  public static TaskView of(Task task, Clock clock) {
    var spec = task.spec();
    var lease = task.lease();
    var step = spec.step();
    return new TaskView(
        Long.toString(task.id()),
        spec.group().namespace(),
        spec.group().name(),
        spec.capability(),
        Words.textOrNull(spec.agent()),
        spec.input(),
        Words.camel(spec.priority()),
        Words.camel(task.status()),
        lease == null ? null : lease.agent(),
        lease == null ? null : Long.toString(lease.session()),
        lease == null ? null : Long.toString(lease.token()),
        lease == null ? null : Words.time(lease.sinceMillis()),
        task.attempt(),
        spec.attemptsMax(),
        spec.effectId(),
        Words.time(task.submittedAtMillis()),
        Words.textOrNull(spec.submittedBy()),
        Words.timeOrNull(task.deadlineMillis()),
        task.output(),
        FaultView.ofNullable(task.fault()),
        step == null ? null : step.run().toString(),
        step == null ? null : step.path(),
        Revisions.text(clock, task.revision()));
  }
}
