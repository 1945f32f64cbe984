package dev.synod.rego;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a parsed module declares and mentions. It may say {@code deny} and {@code warn}, as sets of
 * reasons, {@code mask}, as a set of paths, {@code quota}, as numbers by kind, and helpers of its
 * own; it may import nothing but Rego's own words, and see nothing but its input.
 */
final class ModuleShape {
  private static final Set<String> RULES = Set.of("deny", "warn");
  private static final String MASK = "mask";
  private static final String QUOTA = "quota";
  private static final Set<String> CONSTANTS = Set.of("string", "number", "boolean", "null");
  private static final Set<String> IMPORTS = Set.of("rego", "future", "input");

  private final Set<Sight> seen;
  private final Set<String> kinds;
  private final List<Finding> findings = new ArrayList<>();

  private ModuleShape(Set<Sight> seen, Set<String> kinds) {
    this.seen = seen;
    this.kinds = kinds;
  }

  /**
   * What is wrong with it.
   *
   * @param module in OPA's form, with its locations
   * @param text of it
   * @param kinds that there may be a quota of
   */
  static List<Finding> check(JsonNode module, String text, Set<String> kinds) {
    var shape = new ModuleShape(Sight.of(text), kinds);
    module.path("imports").forEach(shape::imported);
    boolean says = false;
    for (JsonNode rule : module.path("rules")) {
      says |= shape.rule(rule);
      shape.mentions(rule);
    }
    if (!says && shape.findings.isEmpty()) {
      shape.findings.add(
          new Finding(
              0,
              0,
              "expected a rule 'deny contains REASON if ...', 'warn contains REASON if ...' or 'quota[KIND] := MOST'"));
    }
    return List.copyOf(shape.findings);
  }

  /** The annotations by which OPA's compiler would read schemas. */
  static List<Finding> schemas(JsonNode module) {
    var shape = new ModuleShape(Set.of(), Set.of());
    for (JsonNode annotation : module.path("annotations")) {
      if (annotation.has("schemas")) {
        shape.find(annotation, "expected METADATA without schemas, for a policy reads no others");
      }
    }
    return List.copyOf(shape.findings);
  }

  private void imported(JsonNode imported) {
    JsonNode path = imported.path("path").path("value");
    String head = path.path(0).path("value").asText();
    if (!IMPORTS.contains(head)) {
      find(imported, "expected an import of rego.v1 or of input, but found one of " + head);
    }
  }

  /** Whether it is one of the rules that decide. */
  private boolean rule(JsonNode rule) {
    JsonNode head = rule.path("head");
    String name = head.path("name").asText(head.path("ref").path(0).path("value").asText());
    boolean decides = RULES.contains(name);
    boolean isSet = head.has("key") && !head.has("value") && head.path("ref").size() <= 1;
    if ((decides || name.equals(MASK)) && !isSet) {
      find(
          rule,
          "expected '%s contains %s if ...', but found another form"
              .formatted(name, decides ? "REASON" : "PATH"));
    }
    boolean limits = name.equals(QUOTA);
    if (limits) {
      quota(rule, head);
    }
    return decides || limits;
  }

  private void quota(JsonNode rule, JsonNode head) {
    JsonNode kind = head.path("ref").path(1);
    JsonNode most = head.path("value");
    if (most.isMissingNode() || head.path("ref").size() != 2) {
      find(rule, "expected 'quota[KIND] := MOST', but found another form");
    } else if (kind.path("type").asText().equals("string")
        && !kinds.contains(kind.path("value").asText())) {
      find(
          rule,
          "expected a quota of one of %s, but found one of '%s'"
              .formatted(kinds, kind.path("value").asText()));
    } else if (CONSTANTS.contains(most.path("type").asText())
        && !QuotaNumber.isOne(most.path("value"))) {
      find(rule, "expected a whole number from 0 as a quota, but found " + most.path("value"));
    }
    if (!seen.isEmpty()) {
      find(
          rule,
          "expected a module with a quota, which holds for many requests, not to look at the content of one, but it looks at %s; make two policies of it"
              .formatted(seen.stream().map(sight -> "input." + sight.word()).toList()));
    }
  }

  /** Looks for {@code data} as a variable, wherever it stands. */
  private void mentions(JsonNode node) {
    if (node.path("type").asText().equals("var") && node.path("value").asText().equals("data")) {
      find(node, "expected no mention of data: a policy sees 'input' alone");
      return;
    }
    node.forEach(this::mentions);
  }

  private void find(JsonNode node, String message) {
    JsonNode at =
        Optional.of(node.path("location")).filter(JsonNode::isObject).orElse(node.path("head"));
    findings.add(
        new Finding(at.path("row").asInt() - Draft.LINES_BEFORE, at.path("col").asInt(), message));
  }
}
