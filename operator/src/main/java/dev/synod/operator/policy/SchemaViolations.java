package dev.synod.operator.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What OPA's {@code json.match_schema} finds wrong with parameters, for people: where, what was
 * expected, what was found.
 */
final class SchemaViolations {
  private static final Pattern TYPE = Pattern.compile("Invalid type\\. Expected: (.+), given: .+");
  private static final Pattern REQUIRED = Pattern.compile("(.+) is required");
  private static final Pattern NOT_ALLOWED =
      Pattern.compile("Additional property (.+) is not allowed");
  private static final String ROOT = "(Root)";
  private static final int SHOWN_MAX = 5;
  private static final int FOUND_CHARACTERS_MAX = 100;

  private SchemaViolations() {}

  /** The first of them, and how many more there are. */
  static String text(JsonNode violations, JsonNode parameters) {
    List<String> shown = new ArrayList<>();
    for (JsonNode violation : violations) {
      if (shown.size() < SHOWN_MAX) {
        shown.add(sentence(violation, parameters));
      }
    }
    int more = violations.size() - shown.size();
    return String.join("; ", shown) + (more > 0 ? "; and %d more".formatted(more) : "");
  }

  private static String sentence(JsonNode violation, JsonNode parameters) {
    String field = violation.path("field").asText();
    boolean isRoot = field.equals(ROOT);
    String expected = expected(violation.path("desc").asText());
    JsonNode found = isRoot ? parameters : found(field, parameters);
    return (isRoot ? "" : field + ": ")
        + expected
        + (found.isMissingNode() ? "" : ", but found " + shortened(found.toString()));
  }

  private static String expected(String description) {
    Matcher type = TYPE.matcher(description);
    if (type.matches()) {
      return "expected " + type.group(1);
    }
    Matcher required = REQUIRED.matcher(description);
    if (required.matches()) {
      return "expected " + required.group(1);
    }
    Matcher surplus = NOT_ALLOWED.matcher(description);
    if (surplus.matches()) {
      return "expected no " + surplus.group(1);
    }
    return description.substring(0, 1).toLowerCase(Locale.ROOT) + description.substring(1);
  }

  /** A name may have a dot of its own: then it is not looked for. */
  private static JsonNode found(String field, JsonNode parameters) {
    JsonNode at = parameters;
    for (String step : field.split("\\.", -1)) {
      at = at.isArray() ? element(at, step) : at.path(step);
    }
    return at;
  }

  private static JsonNode element(JsonNode list, String step) {
    try {
      return list.path(Integer.parseInt(step));
    } catch (NumberFormatException e) {
      return MissingNode.getInstance();
    }
  }

  private static String shortened(String json) {
    return json.length() <= FOUND_CHARACTERS_MAX
        ? json
        : json.substring(0, FOUND_CHARACTERS_MAX) + "…";
  }
}
