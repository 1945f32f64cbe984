package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import dev.synod.workflow.expression.Jq;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads expressions, and values with expressions in them, and tells which do not compile. */
final class ExpressionReader {
  /** Characters of an expression. */
  static final int LENGTH_MAX = 8_192;

  /** Arguments where a task exists: the DSL's, without secrets and authorization. */
  static final Set<String> TASK = Set.of("context", "input", "task", "workflow", "runtime");

  static final Set<String> TASK_WITH_OUTPUT =
      Set.of("context", "input", "output", "task", "workflow", "runtime");

  static final Set<String> WORKFLOW_INPUT = Set.of("workflow", "runtime");
  static final Set<String> WORKFLOW_OUTPUT = Set.of("context", "workflow", "runtime");

  private final Findings findings;

  ExpressionReader(Findings findings) {
    this.findings = findings;
  }

  static boolean isMarked(String text) {
    String stripped = text.strip();
    return stripped.startsWith("${") && stripped.endsWith("}");
  }

  /** A program that may be written with or without <code>${ }</code>. */
  Optional<Program> program(String path, Value text, Set<String> arguments) {
    if (!(text instanceof Value.Str string)) {
      findings.add(path, Finding.Code.SCHEMA, "Expected an expression as a string.");
      return Optional.empty();
    }
    String program = string.value();
    if (isMarked(program)) {
      String stripped = program.strip();
      program = stripped.substring(2, stripped.length() - 1);
    }
    program = program.strip();
    if (program.length() > LENGTH_MAX) {
      findings.add(
          path,
          Finding.Code.LIMIT,
          "Expected an expression of at most %d characters, but found %d."
              .formatted(LENGTH_MAX, program.length()));
      return Optional.empty();
    }
    Optional<String> problem = Jq.problem(program, arguments);
    if (problem.isPresent()) {
      findings.add(path, Finding.Code.EXPRESSION, problem.get());
      return Optional.empty();
    }
    return Optional.of(new Program(program, Jq.arguments(program)));
  }

  /** A value in which strings of the form <code>${ }</code> are programs. */
  Template template(String path, Value value, Set<String> arguments) {
    return switch (value) {
      case Value.Str text when isMarked(text.value()) ->
          program(path, text, arguments)
              .<Template>map(Template.Computed::new)
              .orElse(new Template.Literal(value));
      case Value.Arr array -> {
        var items = new ArrayList<Template>();
        for (int i = 0; i < array.items().size(); i++) {
          items.add(template(path + "/" + i, array.items().get(i), arguments));
        }
        yield literal(items) ? new Template.Literal(value) : new Template.Items(items);
      }
      case Value.Obj object -> {
        var members = new TreeMap<String, Template>();
        object
            .members()
            .forEach(
                (name, member) ->
                    members.put(
                        name, template(path + "/" + Findings.escape(name), member, arguments)));
        yield literal(members.values())
            ? new Template.Literal(value)
            : new Template.Members(members);
      }
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _, Value.Ref _ ->
          new Template.Literal(value);
    };
  }

  /** {@code from} and {@code as}: a string is a program even without the mark. */
  Template transformation(String path, Value value, Set<String> arguments) {
    return value instanceof Value.Str
        ? program(path, value, arguments)
            .<Template>map(Template.Computed::new)
            .orElse(new Template.Literal(value))
        : template(path, value, arguments);
  }

  /** A duration, literal or computed. */
  Optional<Span> span(String path, Value value, Set<String> arguments) {
    if (value instanceof Value.Str text && isMarked(text.value())) {
      return program(path, text, arguments).map(Span.Computed::new);
    }
    Optional<Span> span = Span.millis(value).map(Span.Fixed::new);
    if (span.isEmpty()) {
      findings.add(
          path,
          Finding.Code.SCHEMA,
          "Expected a duration such as {minutes: 5} or PT5M, of weeks or smaller units and at most ten years, but found %s."
              .formatted(value.json()));
    }
    return span;
  }

  /** A set of arguments with more names in it. */
  static Set<String> with(Set<String> arguments, String... names) {
    var more = new TreeSet<>(arguments);
    more.addAll(Set.of(names));
    return more;
  }

  private static boolean literal(Iterable<Template> parts) {
    for (Template part : parts) {
      if (!(part instanceof Template.Literal)) {
        return false;
      }
    }
    return true;
  }
}
