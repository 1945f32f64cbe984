package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Uses.Part;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a definition says about errors: raising, catching and retrying. */
final class ErrorReader {
  /** Retries of one task at most, also where the definition sets no limit. */
  static final int ATTEMPTS_MAX = 1_000;

  private final Findings findings;
  private final ExpressionReader expressions;
  private final Uses uses;

  ErrorReader(Findings findings, ExpressionReader expressions, Uses uses) {
    this.findings = findings;
    this.expressions = expressions;
    this.uses = uses;
  }

  Optional<Task> raise(Task.Common common, Part task, Surroundings around) {
    Part error = task.member("raise").member("error");
    return uses.resolve("errors", error.path(), error.value())
        .map(
            part ->
                new Task.Raise(
                    common,
                    expressions.template(
                        part.path(), part.value(), around.arguments(ExpressionReader.TASK))));
  }

  Optional<Task.Catch> handler(Part handler, String as, Surroundings inside, List<Task> tasks) {
    Value.Obj filter =
        handler.member("errors").get("with") instanceof Value.Obj members ? members : Values.EMPTY;
    Set<String> arguments = inside.arguments(ExpressionReader.TASK);
    Task.Guard guard = guard(handler, arguments);
    Part retry = handler.member("retry");
    if (!retry.isPresent()) {
      return Optional.of(new Task.Catch(filter, as, guard, Optional.empty(), tasks));
    }
    return uses.resolve("retries", retry.path(), retry.value())
        .map(part -> new Task.Catch(filter, as, guard, Optional.of(retry(part, arguments)), tasks));
  }

  private Task.Guard guard(Part part, Set<String> arguments) {
    return new Task.Guard(
        program(part.member("when"), arguments), program(part.member("exceptWhen"), arguments));
  }

  private Task.Retry retry(Part retry, Set<String> arguments) {
    Part backoff = retry.member("backoff");
    Task.Backoff growth =
        backoff.member("exponential").isPresent()
            ? Task.Backoff.EXPONENTIAL
            : backoff.member("linear").isPresent() ? Task.Backoff.LINEAR : Task.Backoff.CONSTANT;
    Part limit = retry.member("limit");
    var bounds =
        new Task.Bounds(
            count(limit.member("attempt").member("count")),
            span(limit.member("attempt").member("duration"), arguments),
            span(limit.member("duration"), arguments));
    Part jitter = retry.member("jitter");
    Optional<Task.Jitter> range =
        span(jitter.member("from"), arguments)
            .flatMap(
                from -> span(jitter.member("to"), arguments).map(to -> new Task.Jitter(from, to)));
    return new Task.Retry(
        guard(retry, arguments),
        span(retry.member("delay"), arguments).orElse(new Span.Fixed(0)),
        growth,
        bounds,
        range);
  }

  private int count(Part count) {
    if (!(count.value() instanceof Value.Num number)) {
      return ATTEMPTS_MAX;
    }
    if (number.value().signum() < 0
        || number.value().compareTo(BigDecimal.valueOf(ATTEMPTS_MAX)) > 0) {
      findings.add(
          count.path(),
          Finding.Code.LIMIT,
          "Expected between 0 and %d retries, but found %s."
              .formatted(ATTEMPTS_MAX, count.value().json()));
      return ATTEMPTS_MAX;
    }
    return number.value().intValueExact();
  }

  private Optional<Program> program(Part part, Set<String> arguments) {
    return part.isPresent()
        ? expressions.program(part.path(), part.value(), arguments)
        : Optional.empty();
  }

  private Optional<Span> span(Part part, Set<String> arguments) {
    return part.isPresent()
        ? expressions.span(part.path(), part.value(), arguments)
        : Optional.empty();
  }
}
