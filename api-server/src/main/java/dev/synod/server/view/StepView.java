package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A task of the definition as it stands in a run.
 *
 * @param path JSON pointer into the definition, with the indices of iterations
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepView(
    String path,
    String name,
    String kind,
    String status,
    Value input,
    @Nullable Value output,
    @Nullable FaultView error,
    String enteredAt,
    @Nullable String finishedAt) {
  static StepView of(RunStep step) {
    return new StepView(
        step.path(),
        step.name(),
        step.kind(),
        Words.camel(step.status()),
        step.input(),
        step.output(),
        FaultView.ofNullable(step.fault()),
        Words.time(step.enteredAtMillis()),
        Words.timeOrNull(step.finishedAtMillis()));
  }
}
