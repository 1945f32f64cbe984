package dev.synod.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Uses.Part;
import dev.synod.workflow.expression.SchemaProblem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads calls: of HTTP endpoints and of functions of the default catalog. */
final class CallReader {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Findings findings;
  private final ExpressionReader expressions;
  private final Uses uses;

  CallReader(Findings findings, ExpressionReader expressions, Uses uses) {
    this.findings = findings;
    this.expressions = expressions;
    this.uses = uses;
  }

  Optional<Task> function(Task.Common common, Part task, Surroundings around) {
    String reference = ((Value.Str) task.get("call")).value();
    Optional<CatalogFunction> function = CatalogFunction.of(reference);
    if (function.isEmpty()) {
      findings.add(
          task.path() + "/call",
          Finding.Code.UNKNOWN_FUNCTION,
          "Expected http or a function of the default catalog (%s), but found '%s'."
              .formatted(CatalogFunction.references(), reference));
      return Optional.empty();
    }
    Part with = task.member("with");
    Value arguments = with.isPresent() ? with.value() : Values.EMPTY;
    for (SchemaProblem problem : function.get().problems(arguments, CallReader::isComputed)) {
      findings.add(with.path() + problem.path(), Finding.Code.ARGUMENTS, problem.message());
    }
    for (String duration : List.of("deadline", "timeout")) {
      if (with.get(duration) instanceof Value.Str text
          && !ExpressionReader.isMarked(text.value())) {
        expressions.span(with.path() + "/" + duration, text, Set.of());
      }
    }
    return Optional.of(
        new Task.CallFunction(
            common,
            function.get(),
            expressions.template(with.path(), arguments, around.arguments(ExpressionReader.TASK))));
  }

  private static boolean isComputed(JsonNode node) {
    return node.isTextual() && ExpressionReader.isMarked(node.textValue());
  }

  Optional<Task> http(Task.Common common, Part task, Surroundings around) {
    Part with = task.member("with");
    if (with.get("method") instanceof Value.Str method
        && !ExpressionReader.isMarked(method.value())
        && !METHODS.contains(method.value().toUpperCase(Locale.ROOT))) {
      findings.add(
          with.path() + "/method",
          Finding.Code.ARGUMENTS,
          "Expected one of the methods %s, but found '%s'."
              .formatted(new TreeSet<>(METHODS), method.value()));
    }
    var members = new TreeMap<>(((Value.Obj) with.value()).members());
    Part endpoint = with.member("endpoint");
    Optional<Value> authentication = Optional.empty();
    if (endpoint.value() instanceof Value.Obj configuration) {
      authentication = authentication(endpoint.member("authentication"));
      Value uri = configuration.get("uri");
      members.put("endpoint", uri == null ? Values.NULL : uri);
    }
    authentication.ifPresent(policy -> members.put("authentication", policy));
    return Optional.of(
        new Task.CallHttp(
            common,
            expressions.template(
                with.path(), new Value.Obj(members), around.arguments(ExpressionReader.TASK))));
  }

  /** Basic and bearer authentication, in place or named; their parts may be computed. */
  private Optional<Value> authentication(Part part) {
    if (!part.isPresent()) {
      return Optional.empty();
    }
    Part policy = part;
    if (part.get("use") instanceof Value.Str name) {
      Optional<Part> named = uses.resolve("authentications", part.path() + "/use", name);
      if (named.isEmpty()) {
        return Optional.empty();
      }
      policy = named.get();
    }
    for (String unsupported : List.of("digest", "oauth2", "oidc")) {
      if (policy.member(unsupported).isPresent()) {
        notSupported(policy.path() + "/" + unsupported, "Authentication by '" + unsupported + "'");
        return Optional.empty();
      }
    }
    for (String kind : List.of("basic", "bearer")) {
      if (policy.member(kind).member("use").isPresent()) {
        notSupported(policy.path() + "/" + kind + "/use", "Authentication by a secret");
        return Optional.empty();
      }
    }
    return Optional.of(policy.value());
  }

  private void notSupported(String path, String what) {
    findings.add(
        path,
        Finding.Code.NOT_SUPPORTED,
        what + " is not supported by this version; see docs/workflows.md for what is.");
  }
}
