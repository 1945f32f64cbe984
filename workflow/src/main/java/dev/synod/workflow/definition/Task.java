package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import java.util.List;
import java.util.Optional;

/** A task of a definition, checked. */
public sealed interface Task {

  /** What every task has. */
  Common common();

  /**
   * What every task has.
   *
   * @param name unique in its list
   * @param reference JSON pointer into the definition, such as {@code /do/0/greet}
   * @param source the task as it is written
   */
  record Common(String name, String reference, Value source, Data data, Control control) {}

  /** How data goes in and out. */
  record Data(Passage input, Passage output, Passage export) {}

  /** Whether the task runs, for how long at most, and what comes next. */
  record Control(Optional<Program> condition, Optional<Span> timeout, Flow then) {}

  record Do(Common common, List<Task> tasks) implements Task {}

  record Set(Common common, Template data) implements Task {}

  record Switch(Common common, List<Case> cases) implements Task {}

  /**
   * A case of a switch.
   *
   * @param when empty for the default
   */
  record Case(String name, Optional<Program> when, Flow then) {}

  record For(Common common, Loop loop, List<Task> tasks) implements Task {}

  /**
   * What a loop goes over.
   *
   * @param each name of the argument that holds the item
   * @param at name of the argument that holds the index
   * @param in gives the array
   * @param condition must hold before each turn
   */
  record Loop(String each, String at, Program in, Optional<Program> condition) {}

  record Fork(Common common, List<Task> branches, boolean compete) implements Task {}

  record Try(Common common, List<Task> tasks, Catch handler) implements Task {}

  /**
   * What a {@code try} does with an error.
   *
   * @param filter members that the error must have
   * @param as name of the argument that holds the error
   */
  record Catch(Value.Obj filter, String as, Guard guard, Optional<Retry> retry, List<Task> tasks) {}

  /** Conditions on an error. */
  record Guard(Optional<Program> when, Optional<Program> exceptWhen) {}

  /** A retry policy. */
  record Retry(Guard guard, Span delay, Backoff backoff, Bounds bounds, Optional<Jitter> jitter) {}

  /** How the delay grows with the attempts. */
  enum Backoff {
    CONSTANT,
    LINEAR,
    EXPONENTIAL
  }

  /**
   * When to give up.
   *
   * @param attemptsMax retries at most
   * @param attemptDuration for one attempt
   * @param duration for all attempts
   */
  record Bounds(int attemptsMax, Optional<Span> attemptDuration, Optional<Span> duration) {}

  /** A range of which a part is added to the delay. */
  record Jitter(Span from, Span to) {}

  /**
   * Raises an error.
   *
   * @param error members of the error, some of them computed
   */
  record Raise(Common common, Template error) implements Task {}

  record Wait(Common common, Span span) implements Task {}

  /**
   * {@code call: http}.
   *
   * @param request members {@code method}, {@code endpoint}, {@code headers}, {@code query}, {@code
   *     body}, {@code authentication}, {@code output}, {@code redirect}; the endpoint may be a URI
   *     template (RFC 6570, level 1)
   */
  record CallHttp(Common common, Template request) implements Task {}

  record CallFunction(Common common, CatalogFunction function, Template arguments)
      implements Task {}
}
