package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Uses.Part;
import dev.synod.workflow.expression.SchemaProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a whole definition. */
public final class WorkflowReader {
  /** Characters of a definition as canonical JSON. */
  public static final long SIZE_MAX = 128 * 1024;

  private static final Set<String> MEMBERS =
      Set.of("document", "input", "use", "do", "timeout", "output", "schedule", "evaluate");

  private final Findings findings = new Findings();
  private final ExpressionReader expressions = new ExpressionReader(findings);

  private WorkflowReader() {}

  /** What was read; the workflow is there exactly when there are no findings. */
  public record Reading(Optional<Workflow> workflow, List<Finding> findings) {}

  public static Reading read(Value definition) {
    var reader = new WorkflowReader();
    Optional<Workflow> workflow = reader.workflow(definition);
    List<Finding> findings = reader.findings.list();
    return new Reading(findings.isEmpty() ? workflow : Optional.empty(), findings);
  }

  private Optional<Workflow> workflow(Value definition) {
    if (definition.size() > SIZE_MAX) {
      findings.add(
          "",
          Finding.Code.LIMIT,
          "Expected a definition of at most %d characters as compact JSON, but found %d; split it."
              .formatted(SIZE_MAX, definition.size()));
      return Optional.empty();
    }
    for (SchemaProblem problem : DslSchema.document(definition)) {
      findings.add(problem.path(), Finding.Code.SCHEMA, problem.message());
    }
    if (!(definition instanceof Value.Obj members)) {
      return Optional.empty();
    }
    var root = new Part("", definition);
    version(root.member("document").member("dsl"));
    unsupported(members, root);
    Value.Obj use = root.member("use").value() instanceof Value.Obj parts ? parts : Values.EMPTY;
    var tasks = new TaskReader(findings, expressions, new Uses(use, findings));
    Passage input = tasks.passage(root, "input", "from", ExpressionReader.WORKFLOW_INPUT);
    Passage output = tasks.passage(root, "output", "as", ExpressionReader.WORKFLOW_OUTPUT);
    Optional<Span> timeout = tasks.timeout(root.member("timeout"), ExpressionReader.WORKFLOW_INPUT);
    List<Task> list = tasks.sequence(root.member("do"), new Surroundings(Set.of(), Map.of(), 1));
    if (root.get("do") instanceof Value.Arr items && items.items().isEmpty()) {
      findings.add("/do", Finding.Code.SCHEMA, "Expected at least one task, but found none.");
    }
    return Optional.of(new Workflow(input, output, timeout, list));
  }

  private void version(Part dsl) {
    if (dsl.value() instanceof Value.Str version
        && !version.value().matches("1\\.0\\.[0-9]{1,4}.*")) {
      findings.add(
          dsl.path(),
          Finding.Code.NOT_SUPPORTED,
          "Expected a version 1.0.x of the DSL, but found '%s'.".formatted(version.value()));
    }
  }

  private void unsupported(Value.Obj members, Part root) {
    for (String name : members.members().keySet()) {
      if (!MEMBERS.contains(name)) {
        findings.add(
            "/" + Findings.escape(name),
            Finding.Code.SCHEMA,
            "Expected one of the members %s, but found '%s'."
                .formatted(new TreeSet<>(MEMBERS), name));
      }
    }
    if (root.member("schedule").isPresent()) {
      notSupported("/schedule", "A schedule");
    }
    Part evaluate = root.member("evaluate");
    if (evaluate.get("language") instanceof Value.Str language && !language.value().equals("jq")) {
      notSupported("/evaluate/language", "The expression language '" + language.value() + "'");
    }
    for (String section : List.of("functions", "extensions", "secrets", "catalogs")) {
      if (root.member("use").member(section).isPresent()) {
        notSupported("/use/" + section, "use." + section);
      }
    }
  }

  private void notSupported(String path, String what) {
    findings.add(
        path,
        Finding.Code.NOT_SUPPORTED,
        what + " is not supported by this version; see docs/workflows.md for what is.");
  }
}
