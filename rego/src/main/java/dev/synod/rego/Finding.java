package dev.synod.rego;

import java.util.List;
import java.util.Map;

/**
 * Something that is wrong with a module.
 *
 * @param row in {@code spec.module}, from 1; 0 where it has no place
 * @param column from 1
 */
public record Finding(int row, int column, String message) {
  private static final String NARROW =
      "a policy sees 'input' alone, and may neither reach outside nor depend on anything else";

  /** What to do about messages of OPA, by a part of them. */
  private static final List<Map.Entry<String, String>> HINTS =
      List.of(
          Map.entry("undefined function http.send", NARROW),
          Map.entry("undefined function json.match_schema", NARROW),
          Map.entry("undefined function json.verify_schema", NARROW),
          Map.entry("undefined function net.", NARROW),
          Map.entry("undefined function opa.", NARROW),
          Map.entry("undefined function rand.", NARROW),
          Map.entry("undefined function time.now_ns", "read the time from input.time"),
          Map.entry("undefined function", "name a built-in function of OPA, or define it"),
          Map.entry("invalid argument(s)", "give the function values of the types that it takes"),
          Map.entry("is unsafe", "give the variable a value in the rule's body"),
          Map.entry("unexpected package keyword", "leave the package out, it is made"),
          Map.entry("unexpected eof", "close what is open"),
          Map.entry("assigned var", "use the variable, or leave it out"),
          Map.entry("unused", "use it, or leave it out"),
          Map.entry("multiple default rules", "keep one default for each rule"));

  @Override
  public String toString() {
    String hint =
        HINTS.stream()
            .filter(entry -> message.contains(entry.getKey()))
            .map(entry -> ": " + entry.getValue())
            .findFirst()
            .orElse("");
    return row < 1
        ? message + hint
        : "row %d, column %d: %s%s".formatted(row, column, message, hint);
  }
}
