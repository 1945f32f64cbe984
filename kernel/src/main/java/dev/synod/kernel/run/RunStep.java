package dev.synod.kernel.run;

import dev.synod.kernel.Entity;
import dev.synod.kernel.value.Fingerprint;
import dev.synod.kernel.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task of the definition as it stands in a run: what was computed once and is never computed
 * again.
 *
 * @param name of the task in the definition
 * @param kind of the task: {@code do}, {@code set}, {@code call}, ...
 * @param input after its transformation
 * @param memo what the interpreter must remember, such as the items of a loop
 * @param output after its transformation, once completed
 * @param next the flow directive, once completed
 * @param fault once faulted
 * @param awaiting what it waits for now
 */
public record RunStep(
    String path,
    String name,
    String kind,
    StepStatus status,
    Value input,
    Value memo,
    @Nullable Value output,
    String next,
    @Nullable Fault fault,
    List<Awaiting> awaiting,
    long enteredAtMillis,
    long finishedAtMillis)
    implements Entity {
  @Override
  public long fingerprint() {
    return new Fingerprint("step")
        .add(path)
        .add(kind)
        .add(status.name())
        .add(input)
        .add(memo)
        .add(output)
        .add(next)
        .add(fault == null ? null : fault.type())
        .add(awaiting.size())
        .add(enteredAtMillis)
        .add(finishedAtMillis)
        .value();
  }

  RunStep remembering(Value newMemo) {
    return new RunStep(
        path,
        name,
        kind,
        status,
        input,
        newMemo,
        output,
        next,
        fault,
        awaiting,
        enteredAtMillis,
        finishedAtMillis);
  }

  RunStep awaiting(List<Awaiting> newAwaiting) {
    return new RunStep(
        path,
        name,
        kind,
        status,
        input,
        memo,
        output,
        next,
        fault,
        List.copyOf(newAwaiting),
        enteredAtMillis,
        finishedAtMillis);
  }

  RunStep ended(
      StepStatus newStatus,
      @Nullable Value newOutput,
      String newNext,
      @Nullable Fault newFault,
      long atMillis) {
    if (!status.next().contains(newStatus)) {
      throw new IllegalStateException(
          "Expected a transition of step %s from %s, but found one to %s."
              .formatted(path, status, newStatus));
    }
    return new RunStep(
        path,
        name,
        kind,
        newStatus,
        input,
        memo,
        newOutput,
        newNext,
        newFault,
        List.of(),
        enteredAtMillis,
        atMillis);
  }
}
