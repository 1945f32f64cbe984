package dev.synod.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/**
 * The two primitives on which jq's {@code test}, {@code match}, {@code capture}, {@code scan},
 * {@code splits}, {@code sub} and {@code gsub} rest, in linear time.
 */
final class RegularExpressionFunctions {
  /** Results of one {@code sub} or {@code gsub} whose replacement gives several texts. */
  private static final int RESULTS_MAX = 10_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RegularExpressionFunctions() {}

  /** Replaces the primitives of jackson-jq in a scope. */
  static void install(Scope scope) {
    scope.addFunction(
        "_match_impl",
        3,
        (inner, args, in, path, output, version) -> {
          String text = text(in, "the input of a regular expression function");
          each(
              args.get(2),
              inner,
              in,
              test ->
                  each(
                      args.get(1),
                      inner,
                      in,
                      flags ->
                          each(
                              args.get(0),
                              inner,
                              in,
                              regex -> {
                                var search = Search.of(regex, flags);
                                output.emit(
                                    test.asBoolean()
                                        ? BooleanNode.valueOf(search.pattern().matcher(text).find())
                                        : search.matches(text),
                                    null);
                              })));
        });
    scope.addFunction(
        "_sub_impl",
        3,
        (inner, args, in, path, output, version) -> {
          String text = text(in, "the input of sub or gsub");
          each(
              args.get(0),
              inner,
              in,
              regex ->
                  each(
                      args.get(2),
                      inner,
                      in,
                      flags -> {
                        var pieces = Search.of(regex, flags).pieces(text, inner, args.get(1));
                        for (String result : combinations(pieces)) {
                          output.emit(TextNode.valueOf(result), null);
                        }
                      }));
        });
  }

  private static void each(Expression expression, Scope scope, JsonNode in, Output output)
      throws JsonQueryException {
    expression.apply(scope, in, output);
  }

  private static String text(JsonNode node, String what) throws JsonQueryException {
    if (!node.isTextual()) {
      throw new JsonQueryException(
          "Expected a string as %s, but found %s".formatted(what, node.getNodeType()));
    }
    return node.textValue();
  }

  /** Every choice of one text per piece; the usual case has one choice. */
  private static List<String> combinations(List<List<String>> pieces) throws JsonQueryException {
    long count = 1;
    for (List<String> piece : pieces) {
      count = Math.min(count * piece.size(), Integer.MAX_VALUE);
    }
    if (count > RESULTS_MAX) {
      throw new JsonQueryException("sub and gsub give at most %d results".formatted(RESULTS_MAX));
    }
    var results = new ArrayList<String>();
    for (int choice = 0; choice < count; choice++) {
      var result = new StringBuilder();
      int rest = choice;
      for (List<String> piece : pieces) {
        result.append(piece.get(rest % piece.size()));
        rest /= piece.size();
      }
      results.add(result.toString());
    }
    return results;
  }

  private record Search(Pattern pattern, boolean global, boolean skipEmpty) {

    static Search of(JsonNode regex, JsonNode flags) throws JsonQueryException {
      String modifiers = flags.isNull() ? "" : text(flags, "the flags of a regular expression");
      int options = 0;
      for (int i = 0; i < modifiers.length(); i++) {
        options |=
            switch (modifiers.charAt(i)) {
              case 'g', 'n', 's' -> 0;
              case 'i' -> Pattern.CASE_INSENSITIVE;
              case 'p' -> Pattern.DOTALL;
              case 'l' -> Pattern.LONGEST_MATCH;
              default ->
                  throw new JsonQueryException(
                      "Expected flags of a regular expression among g, i, l, n, p, s, but found '%s'"
                          .formatted(modifiers));
            };
      }
      try {
        var pattern = LinearPattern.compile(text(regex, "a regular expression"), options);
        return new Search(pattern, modifiers.indexOf('g') >= 0, modifiers.indexOf('n') >= 0);
      } catch (IllegalArgumentException e) {
        throw new JsonQueryException(e.getMessage(), e);
      }
    }

    ArrayNode matches(String text) {
      var results = NODES.arrayNode();
      var names = groupNames();
      var offsets = new Offsets(text);
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        if (skipEmpty && matcher.end() == matcher.start()) {
          continue;
        }
        ObjectNode match = part(matcher, 0, text, offsets);
        ArrayNode captures = match.putArray("captures");
        for (int group = 1; group <= matcher.groupCount(); group++) {
          captures.add(part(matcher, group, text, offsets).put("name", names.get(group)));
        }
        results.add(match);
        if (!global) {
          break;
        }
      }
      return results;
    }

    /** The text between matches, and the possible replacements of each match, in their order. */
    List<List<String>> pieces(String text, Scope scope, Expression replacement)
        throws JsonQueryException {
      var pieces = new ArrayList<List<String>>();
      var names = groupNames();
      Matcher matcher = pattern.matcher(text);
      int end = 0;
      while (matcher.find()) {
        if (skipEmpty && matcher.end() == matcher.start()) {
          continue;
        }
        ObjectNode captures = NODES.objectNode();
        names.forEach((group, name) -> captures.put(name, matcher.group(group)));
        pieces.add(List.of(text.substring(end, matcher.start())));
        var choices = new ArrayList<String>();
        each(replacement, scope, captures, node -> choices.add(text(node, "a replacement")));
        pieces.add(choices);
        end = matcher.end();
        if (!global) {
          break;
        }
      }
      pieces.add(List.of(text.substring(end)));
      return pieces;
    }

    private Map<Integer, String> groupNames() {
      var names = new HashMap<Integer, String>();
      pattern.namedGroups().forEach((name, group) -> names.put(group, name));
      return names;
    }

    private static ObjectNode part(Matcher matcher, int group, String text, Offsets offsets) {
      int start = matcher.start(group);
      @Nullable String content = start < 0 ? null : text.substring(start, matcher.end(group));
      return NODES
          .objectNode()
          .put("offset", start < 0 ? -1 : offsets.codePoint(start))
          .put("length", content == null ? 0 : content.codePointCount(0, content.length()))
          .put("string", content);
    }
  }

  /**
   * Turns UTF-16 indices, asked for in roughly rising order, into code point offsets as jq counts
   * them.
   */
  private static final class Offsets {
    private final String text;
    private int index;
    private int codePoints;

    Offsets(String text) {
      this.text = text;
    }

    int codePoint(int wanted) {
      if (wanted < index) {
        return codePoints - text.codePointCount(wanted, index);
      }
      codePoints += text.codePointCount(index, wanted);
      index = wanted;
      return codePoints;
    }
  }
}
