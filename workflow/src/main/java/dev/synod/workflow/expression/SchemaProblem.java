package dev.synod.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A violation of a JSON Schema, in words.
 *
 * @param path JSON pointer into the checked value
 * @param message what was expected and what was found
 */
public record SchemaProblem(String path, String message) {
  /** Characters of a value that a message quotes. */
  private static final int QUOTED_CHARS_MAX = 80;

  private static final String UNEVALUATED = "unevaluatedProperties";
  private static final Set<String> BRANCHING = Set.of("oneOf", "anyOf", "allOf");

  /**
   * Problems without the noise of alternatives: of the errors at one place, those that say no more
   * than that the place has another type give way to those that say more, and several types become
   * one sentence.
   */
  public static List<SchemaProblem> of(List<Error> errors) {
    Map<String, List<Error>> places = new LinkedHashMap<>();
    for (Error error : errors) {
      if (!BRANCHING.contains(error.getKeyword()) && !isConsequence(error, errors)) {
        places
            .computeIfAbsent(error.getInstanceLocation().toString(), _ -> new ArrayList<>())
            .add(error);
      }
    }
    var problems = new ArrayList<SchemaProblem>();
    places.forEach(
        (place, found) -> {
          List<Error> telling =
              found.stream().filter(error -> !error.getKeyword().equals("type")).toList();
          boolean deeper = places.keySet().stream().anyMatch(p -> p.startsWith(place + "/"));
          if (!telling.isEmpty()) {
            var sentences = new LinkedHashMap<String, String>();
            telling.forEach(error -> sentences.putIfAbsent(subject(error), sentence(error)));
            sentences
                .values()
                .forEach(sentence -> problems.add(new SchemaProblem(place, sentence)));
          } else if (!deeper) {
            problems.add(new SchemaProblem(place, types(found)));
          }
        });
    return problems;
  }

  /** A member counts as unevaluated also where it was evaluated with an error, which says more. */
  private static boolean isConsequence(Error error, List<Error> errors) {
    String place = error.getInstanceLocation().toString();
    return error.getKeyword().equals(UNEVALUATED)
        && errors.stream()
            .anyMatch(
                other ->
                    !other.getKeyword().equals(UNEVALUATED)
                        && (other.getInstanceLocation() + "/").startsWith(place + "/"));
  }

  private static String types(List<Error> errors) {
    var expected = new LinkedHashSet<String>();
    errors.forEach(error -> expected.add(kind(error)));
    return "Expected %s, but found %s."
        .formatted(String.join(" or ", expected), describe(errors.getFirst().getInstanceNode()));
  }

  private static String kind(Error error) {
    @Nullable JsonNode schema = error.getSchemaNode();
    return schema == null ? "another type" : withArticle(schema.asText());
  }

  private static String sentence(Error error) {
    @Nullable JsonNode wanted = error.getSchemaNode();
    String found = describe(error.getInstanceNode());
    return switch (String.valueOf(error.getKeyword())) {
      case "type" -> types(List.of(error));
      case "required" ->
          "Expected the member '%s', but it is missing.".formatted(error.getProperty());
      case "unevaluatedProperties", "additionalProperties" ->
          "Expected no member '%s'; remove it or correct its name or place."
              .formatted(error.getProperty());
      case "enum" -> "Expected one of %s, but found %s.".formatted(wanted, found);
      case "const" -> "Expected %s, but found %s.".formatted(wanted, found);
      case "pattern" -> "Expected text that matches %s, but found %s.".formatted(wanted, found);
      case "minLength" -> "Expected at least %s characters, but found %s.".formatted(wanted, found);
      case "maxLength" -> "Expected at most %s characters, but found %s.".formatted(wanted, found);
      case "minItems" -> "Expected at least %s items, but found %s.".formatted(wanted, found);
      case "maxItems" -> "Expected at most %s items, but found %s.".formatted(wanted, found);
      case "minProperties" ->
          "Expected at least %s members, but found %s.".formatted(wanted, found);
      case "maxProperties" -> "Expected at most %s members, but found %s.".formatted(wanted, found);
      default -> "Expected what the schema says, but %s.".formatted(error.getMessage());
    };
  }

  /** What an error is about: of two bounds of the same kind one is enough. */
  private static String subject(Error error) {
    return error.getKeyword() + " " + error.getProperty();
  }

  private static String withArticle(String type) {
    return switch (type) {
      case "object", "array", "integer" -> "an " + type;
      case "null" -> "null";
      default -> "a " + type;
    };
  }

  private static String describe(@Nullable JsonNode node) {
    if (node == null) {
      return "nothing";
    }
    return switch (node.getNodeType()) {
      case OBJECT -> "an object of %d members".formatted(node.size());
      case ARRAY -> "an array of %d items".formatted(node.size());
      case STRING -> "'%s'".formatted(abbreviate(node.textValue()));
      case NUMBER, BOOLEAN, NULL -> node.toString();
      case MISSING, BINARY, POJO -> node.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String abbreviate(String text) {
    return text.length() <= QUOTED_CHARS_MAX ? text : text.substring(0, QUOTED_CHARS_MAX - 1) + "…";
  }
}
