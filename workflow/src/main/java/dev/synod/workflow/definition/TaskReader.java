package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Uses.Named;
import dev.synod.workflow.definition.Uses.Part;
import dev.synod.workflow.expression.Jackson;
import dev.synod.workflow.expression.SchemaProblem;
import dev.synod.workflow.expression.UserSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads lists of tasks; tells what is wrong with each task and goes on with the next. */
final class TaskReader {
  /** Tasks of a definition, at all levels. */
  static final int TASKS_MAX = 1_000;

  /** Levels of tasks in tasks. */
  static final int DEPTH_MAX = 12;

  private static final List<String> KINDS =
      List.of(
          "for", "call", "do", "emit", "fork", "listen", "raise", "run", "set", "switch", "try",
          "wait");

  private static final List<String> UNSUPPORTED_CALLS =
      List.of("asyncapi", "grpc", "openapi", "a2a", "mcp");

  private final Findings findings;
  private final ExpressionReader expressions;
  private final Uses uses;
  private final CallReader calls;
  private final ErrorReader errors;
  private int tasks;

  TaskReader(Findings findings, ExpressionReader expressions, Uses uses) {
    this.findings = findings;
    this.expressions = expressions;
    this.uses = uses;
    this.calls = new CallReader(findings, expressions, uses);
    this.errors = new ErrorReader(findings, expressions, uses);
  }

  /** Tasks in sequence. */
  List<Task> sequence(Part list, Surroundings around) {
    return list(list, around, true);
  }

  private List<Task> list(Part list, Surroundings around, boolean sequence) {
    if (around.depth() > DEPTH_MAX) {
      findings.add(
          list.path(),
          Finding.Code.LIMIT,
          "Expected tasks nested at most %d levels deep, but found more.".formatted(DEPTH_MAX));
      return List.of();
    }
    Surroundings inner = around.among(sequence ? names(list) : Map.of());
    var read = new ArrayList<Task>();
    for (Named item : list.items()) {
      task(item.name(), item.part(), inner).ifPresent(read::add);
    }
    return List.copyOf(read);
  }

  private Map<String, Integer> names(Part list) {
    var names = new HashMap<String, Integer>();
    for (Named item : list.items()) {
      Integer other = names.putIfAbsent(item.name(), item.index());
      if (other != null) {
        findings.add(
            list.path() + "/" + item.index(),
            Finding.Code.DUPLICATE_NAME,
            "Expected each name once in a list of tasks, but found '%s' at %d and %d; rename one."
                .formatted(item.name(), other, item.index()));
      }
    }
    return names;
  }

  private Optional<Task> task(String name, Part task, Surroundings around) {
    if (++tasks == TASKS_MAX + 1) {
      findings.add(
          task.path(),
          Finding.Code.LIMIT,
          "Expected at most %d tasks in a definition, but found more.".formatted(TASKS_MAX));
    }
    if (tasks > TASKS_MAX) {
      return Optional.empty();
    }
    Optional<String> kind = kind(task);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    int before = findings.size();
    for (SchemaProblem problem : DslSchema.task(kind.get(), task.value())) {
      findings.add(task.path() + problem.path(), Finding.Code.SCHEMA, problem.message());
    }
    return findings.size() > before
        ? Optional.empty()
        : read(kind.get(), common(name, task, around), task, around);
  }

  /** The name of the task's kind in the schema. */
  private Optional<String> kind(Part task) {
    var found = new TreeSet<String>();
    KINDS.stream().filter(kind -> task.member(kind).isPresent()).forEach(found::add);
    if (found.contains("for")) {
      found.remove("do");
    }
    if (found.size() != 1) {
      findings.add(
          task.path(),
          Finding.Code.SCHEMA,
          "Expected exactly one of the members %s, which says what the task does, but found %s."
              .formatted(String.join(", ", KINDS), found.isEmpty() ? "none" : found));
      return Optional.empty();
    }
    String kind = found.first();
    return switch (kind) {
      case "emit", "listen", "run" -> {
        notSupported(task.path() + "/" + kind, "The task '" + kind + "'");
        yield Optional.empty();
      }
      case "call" -> call(task);
      default -> Optional.of(kind + "Task");
    };
  }

  private Optional<String> call(Part task) {
    if (!(task.get("call") instanceof Value.Str function)) {
      return Optional.of("CallFunction");
    }
    String name = function.value();
    if (name.equals("http")) {
      return Optional.of("CallHTTP");
    }
    if (UNSUPPORTED_CALLS.contains(name)) {
      notSupported(task.path() + "/call", "A call of '" + name + "'");
      return Optional.empty();
    }
    return Optional.of("CallFunction");
  }

  private void notSupported(String path, String what) {
    findings.add(
        path,
        Finding.Code.NOT_SUPPORTED,
        what + " is not supported by this version; see docs/workflows.md for what is.");
  }

  private Optional<Task> read(String kind, Task.Common common, Part task, Surroundings around) {
    return switch (kind) {
      case "doTask" ->
          Optional.of(new Task.Do(common, sequence(task.member("do"), around.inside())));
      case "setTask" -> {
        Part set = task.member("set");
        yield Optional.of(
            new Task.Set(
                common,
                expressions.transformation(
                    set.path(), set.value(), around.arguments(ExpressionReader.TASK))));
      }
      case "switchTask" -> Optional.of(new Task.Switch(common, cases(task, around)));
      case "forTask" -> loop(common, task, around);
      case "forkTask" -> {
        Part fork = task.member("fork");
        yield Optional.of(
            new Task.Fork(
                common,
                list(fork.member("branches"), around.inside(), false),
                fork.get("compete").equals(Values.TRUE)));
      }
      case "tryTask" -> attempt(common, task, around);
      case "raiseTask" -> errors.raise(common, task, around);
      case "waitTask" -> {
        Part wait = task.member("wait");
        yield expressions
            .span(wait.path(), wait.value(), around.arguments(ExpressionReader.TASK))
            .map(span -> new Task.Wait(common, span));
      }
      case "CallHTTP" -> calls.http(common, task, around);
      default -> calls.function(common, task, around);
    };
  }

  private Task.Common common(String name, Part task, Surroundings around) {
    var data =
        new Task.Data(
            passage(task, "input", "from", around.beforeInput()),
            passage(task, "output", "as", around.arguments(ExpressionReader.TASK)),
            passage(task, "export", "as", around.arguments(ExpressionReader.TASK_WITH_OUTPUT)));
    var control =
        new Task.Control(
            optionalProgram(task.member("if"), around.beforeInput()),
            timeout(task.member("timeout"), around.beforeInput()),
            flow(task.member("then"), around));
    return new Task.Common(name, task.path(), task.value(), data, control);
  }

  Passage passage(Part owner, String section, String member, Set<String> arguments) {
    Part part = owner.member(section).member(member);
    Optional<Template> transformation =
        part.isPresent()
            ? Optional.of(expressions.transformation(part.path(), part.value(), arguments))
            : Optional.empty();
    return new Passage(transformation, schema(owner.member(section).member("schema")));
  }

  private Optional<Value> schema(Part schema) {
    if (!schema.isPresent()) {
      return Optional.empty();
    }
    if (schema.get("format") instanceof Value.Str format
        && !format.value().equals("json")
        && !format.value().startsWith("json:")) {
      notSupported(schema.path() + "/format", "The schema format '" + format.value() + "'");
    }
    if (schema.member("resource").isPresent()) {
      notSupported(schema.path() + "/resource", "A schema kept elsewhere");
    }
    Part document = schema.member("document");
    if (!document.isPresent()) {
      return Optional.empty();
    }
    UserSchema.problem(Jackson.node(document.value()))
        .ifPresent(
            problem ->
                findings.add(
                    document.path() + problem.path(), Finding.Code.SCHEMA, problem.message()));
    return Optional.of(document.value());
  }

  Optional<Span> timeout(Part timeout, Set<String> arguments) {
    return timeout.isPresent()
        ? uses.resolve("timeouts", timeout.path(), timeout.value())
            .map(part -> part.member("after"))
            .flatMap(after -> expressions.span(after.path(), after.value(), arguments))
        : Optional.empty();
  }

  private Optional<Program> optionalProgram(Part part, Set<String> arguments) {
    return part.isPresent()
        ? expressions.program(part.path(), part.value(), arguments)
        : Optional.empty();
  }

  private Flow flow(Part then, Surroundings around) {
    if (!(then.value() instanceof Value.Str directive)) {
      return Flow.CONTINUE;
    }
    return switch (directive.value()) {
      case "continue" -> Flow.CONTINUE;
      case "exit" -> Flow.EXIT;
      case "end" -> Flow.END;
      case String name -> {
        Integer index = around.siblings().get(name);
        if (index == null) {
          findings.add(
              then.path(),
              Finding.Code.UNKNOWN_TASK,
              "Expected continue, exit, end or the name of a task of the same list%s, but found '%s'."
                  .formatted(
                      around.siblings().isEmpty()
                          ? " (branches of a fork have none)"
                          : " " + new TreeSet<>(around.siblings().keySet()),
                      name));
          yield Flow.CONTINUE;
        }
        yield new Flow.Jump(name, index);
      }
    };
  }

  private List<Task.Case> cases(Part task, Surroundings around) {
    var cases = new ArrayList<Task.Case>();
    boolean defaulted = false;
    for (Named item : task.member("switch").items()) {
      Part part = item.part();
      boolean isDefault = !part.member("when").isPresent();
      if (isDefault && defaulted) {
        findings.add(
            part.path(),
            Finding.Code.SCHEMA,
            "Expected at most one case without 'when', but found another; give it a condition.");
      }
      defaulted |= isDefault;
      cases.add(
          new Task.Case(
              item.name(),
              optionalProgram(part.member("when"), around.arguments(ExpressionReader.TASK)),
              flow(part.member("then"), around)));
    }
    return List.copyOf(cases);
  }

  private Optional<Task> loop(Task.Common common, Part task, Surroundings around) {
    Part loop = task.member("for");
    String each = loop.get("each") instanceof Value.Str name ? name.value() : "item";
    String at = loop.get("at") instanceof Value.Str name ? name.value() : "index";
    Surroundings inside = around.inside(each, at);
    Optional<Program> condition =
        optionalProgram(task.member("while"), inside.arguments(ExpressionReader.TASK));
    List<Task> tasks = sequence(task.member("do"), inside);
    return optionalProgram(loop.member("in"), around.arguments(ExpressionReader.TASK))
        .map(in -> new Task.For(common, new Task.Loop(each, at, in, condition), tasks));
  }

  private Optional<Task> attempt(Task.Common common, Part task, Surroundings around) {
    List<Task> tasks = sequence(task.member("try"), around.inside());
    Part handler = task.member("catch");
    String as = handler.get("as") instanceof Value.Str name ? name.value() : "error";
    Surroundings inside = around.inside(as);
    List<Task> handling = sequence(handler.member("do"), inside);
    return errors
        .handler(handler, as, inside, handling)
        .map(read -> new Task.Try(common, tasks, read));
  }
}
