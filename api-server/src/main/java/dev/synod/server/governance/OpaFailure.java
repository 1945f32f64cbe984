package dev.synod.server.governance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why OPA could not answer, as its data API says it with a status of 400 or 500. Its messages quote
 * values of the input, which whoever is told of the failure may not be allowed to see, so that
 * nothing is told of them but the built-in function that they begin with.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record OpaFailure(@Nullable String code, @Nullable List<OpaFailure.Failure> errors) {
  private static final Set<String> OF_BUILT_INS = Set.of("eval_builtin_error", "eval_type_error");
  private static final Pattern BUILT_IN = Pattern.compile("([a-z][a-z0-9_.]{0,63}): ");
  private static final Pattern MODULE = Pattern.compile("tenant/[^/]+/[^/]+\\.rego");

  /** One of the reasons. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Failure(@Nullable String code, @Nullable String message, @Nullable Location location) {
    private String told() {
      Location at = location;
      return named() + (at == null ? "" : at.told());
    }

    private String named() {
      String known = code == null ? "unknown" : code;
      if (message != null && OF_BUILT_INS.contains(known)) {
        Matcher function = BUILT_IN.matcher(message);
        if (function.lookingAt()) {
          return "%s of %s".formatted(known, function.group(1));
        }
      }
      return known;
    }
  }

  /** Where in the bundle. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Location(@Nullable String file, int row, int col) {
    private String told() {
      return file != null && MODULE.matcher(file).matches()
          ? " in row %d, column %d of its module".formatted(row - Composition.LINES_BEFORE, col)
          : "";
    }
  }

  /** The first reason: what kind of failure it was, of which function, and where. */
  String told() {
    return errors == null || errors.isEmpty() ? String.valueOf(code) : errors.getFirst().told();
  }
}
