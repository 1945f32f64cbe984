package dev.synod.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/**
 * jq 1.6 as this product offers it: no environment, no modules, no input but what is given, {@code
 * now} as it is told, and regular expressions in linear time. Evaluation is bounded in nothing: run
 * it where it can be killed. Not for concurrent use.
 */
public final class Jq {
  private static final int COMPILED_MAX = 512;
  private static final Scope BUILTINS = builtins();
  private static final Set<String> FUNCTIONS = Set.copyOf(BUILTINS.getLocalFunctions().keySet());

  private final Map<String, JsonQuery> compiled =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonQuery> eldest) {
          return size() > COMPILED_MAX;
        }
      };

  private static Scope builtins() {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader loader = BuiltinFunctionLoader.getInstance();
    loader
        .listFunctions(Versions.JQ_1_6, scope)
        .forEach(
            (name, function) -> {
              if (!name.startsWith("debug_scope") && !name.startsWith("now/")) {
                scope.addFunction(name, function);
              }
            });
    RegularExpressionFunctions.install(scope);
    scope.addFunction(
        "now",
        0,
        (inner, args, in, path, output, version) -> output.emit(inner.getValue(" now"), null));
    return scope;
  }

  /**
   * What is wrong with a program, or nothing.
   *
   * @param arguments names that may be used with a dollar sign
   */
  public static Optional<String> problem(String program, Set<String> arguments) {
    try {
      JsonQuery.compile(program, Versions.JQ_1_6);
    } catch (JsonQueryException e) {
      return Optional.of(
          "Expected a jq expression, but found '%s': %s".formatted(program, reason(e)));
    } catch (StackOverflowError e) {
      return Optional.of("Expected an expression that is nested less deeply.");
    }
    Names names = Names.of(program);
    for (String function : new TreeSet<>(names.functions())) {
      if (!FUNCTIONS.contains(function) && !FUNCTIONS.contains(arityLess(function))) {
        return Optional.of(
            "Expected a function of jq 1.6 or one that the expression defines, but found '%s' in '%s'."
                .formatted(function, program));
      }
    }
    for (String variable : new TreeSet<>(names.variables())) {
      if (!arguments.contains(variable)) {
        return Optional.of(
            "Expected one of the arguments %s or a variable that the expression binds, but found '$%s' in '%s'."
                .formatted(sorted(arguments), variable, program));
      }
    }
    for (String regularExpression : names.regularExpressions()) {
      try {
        LinearPattern.compile(regularExpression, 0);
      } catch (IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** The arguments that a program refers to, without the dollar sign; the program must compile. */
  public static Set<String> arguments(String program) {
    return Names.of(program).variables();
  }

  /**
   * Evaluates a program that must give at most one result.
   *
   * @param nowSeconds what {@code now} says, Unix seconds
   * @return the result, {@code null} of JSON where there is none
   */
  public JsonNode evaluate(
      String program, JsonNode input, Map<String, JsonNode> arguments, double nowSeconds)
      throws ExpressionException {
    Scope scope = Scope.newChildScope(BUILTINS);
    arguments.forEach(scope::setValue);
    scope.setValue(" now", DoubleNode.valueOf(nowSeconds));
    var results = new ArrayList<JsonNode>(1);
    try {
      query(program)
          .apply(
              scope,
              input,
              result -> {
                if (!results.isEmpty()) {
                  throw new JsonQueryException(
                      "Expected one result, but found several; collect them with [ ... ]");
                }
                results.add(result);
              });
    } catch (JsonQueryException e) {
      throw new ExpressionException(
          ExpressionException.Limit.NONE,
          "The expression '%s' failed: %s.".formatted(program, reason(e)));
    }
    return results.isEmpty() ? NullNode.getInstance() : results.getFirst();
  }

  private JsonQuery query(String program) throws JsonQueryException {
    @Nullable JsonQuery known = compiled.get(program);
    if (known == null) {
      known = JsonQuery.compile(program, Versions.JQ_1_6);
      compiled.put(program, known);
    }
    return known;
  }

  private static String arityLess(String function) {
    return function.substring(0, function.indexOf('/'));
  }

  private static List<String> sorted(Set<String> names) {
    return new TreeSet<>(names).stream().map(name -> "$" + name).toList();
  }

  /**
   * The first line of the deepest cause; the parser's own continues with every token that it knows.
   */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = String.valueOf(deepest.getMessage());
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).strip();
  }
}
