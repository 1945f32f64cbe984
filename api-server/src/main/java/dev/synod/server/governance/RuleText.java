package dev.synod.server.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule as it stands in a Rego module. A rule begins where a line begins with a name; the lines up
 * to the next one are its own.
 *
 * @param line of its head, from 1
 */
record RuleText(int line, String text) {
  /** Characters of a rule that are kept with a decision. */
  static final int EXCERPT_LENGTH_MAX = 600;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern HEAD =
      Pattern.compile("^(?!package\\b|import\\b|else\\b)[a-z_]\\w*");
  private static final Pattern VERB = Pattern.compile("%[-+# 0-9.]*+[a-zA-Z]");

  /** Texts of a rule that are looked at; one with more of them is not named. */
  private static final int LITERALS_MAX = 200;

  /** The rules of a module. */
  static List<RuleText> of(String module) {
    var rules = new ArrayList<RuleText>();
    var text = new StringBuilder();
    int head = 0;
    int number = 0;
    for (String line : module.lines().toList()) {
      number++;
      boolean begins = HEAD.matcher(line).find();
      if ((begins || line.startsWith("#")) && head > 0) {
        rules.add(new RuleText(head, text.toString().strip()));
        head = 0;
      }
      if (begins) {
        text.setLength(0);
        head = number;
      }
      text.append(line).append('\n');
    }
    if (head > 0) {
      rules.add(new RuleText(head, text.toString().strip()));
    }
    return rules;
  }

  /**
   * The one rule that can have given a message: where several could, there is none to name. A rule
   * gives a message that one of its texts is, or is a format of; a format of nothing but verbs
   * tells nothing.
   */
  static Optional<RuleText> that(String module, Predicate<RuleText> candidate, String message) {
    List<RuleText> candidates = of(module).stream().filter(candidate).toList();
    if (candidates.size() > 1) {
      candidates = candidates.stream().filter(rule -> rule.says(message)).toList();
    }
    return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
  }

  /** The rule, or its beginning. */
  String excerpt() {
    return text.length() <= EXCERPT_LENGTH_MAX
        ? text
        : text.substring(0, EXCERPT_LENGTH_MAX - 1) + "…";
  }

  private boolean says(String message) {
    return literals().stream()
        .map(RuleText::unquoted)
        .anyMatch(
            format -> !VERB.matcher(format).replaceAll("").isBlank() && gives(format, message));
  }

  /** What stands in quotes, quotes included. */
  private List<String> literals() {
    var literals = new ArrayList<String>();
    int at = 0;
    while (at < text.length() && literals.size() < LITERALS_MAX) {
      char quote = text.charAt(at);
      if (quote == '"' || quote == '`') {
        int end = quote == '"' ? lineQuoted(at) : text.indexOf('`', at + 1);
        if (end < 0) {
          // What nothing ends goes on to the end.
          break;
        }
        if (text.charAt(end) == quote) {
          literals.add(text.substring(at, end + 1));
        }
        at = end;
      }
      at++;
    }
    return literals;
  }

  /**
   * Where the literal ends that begins there with a double quote: at its other quote, or at the end
   * of its line where it has none, so that no character is looked at twice; negative where the rule
   * ends before either.
   */
  private int lineQuoted(int begin) {
    for (int at = begin + 1; at < text.length(); at++) {
      char found = text.charAt(at);
      if (found == '"' || found == '\n') {
        return at;
      }
      if (found == '\\') {
        at++;
      }
    }
    return -1;
  }

  /**
   * Whether a format can give a message. Both may be a tenant's: what stands between verbs is
   * looked for once, in order, so that no pair of them takes long.
   */
  private static boolean gives(String format, String message) {
    Matcher verb = VERB.matcher(format);
    int from = 0;
    int at = 0;
    boolean first = true;
    while (verb.find()) {
      String part = format.substring(from, verb.start());
      at = first ? (message.startsWith(part) ? 0 : -1) : message.indexOf(part, at);
      if (at < 0) {
        return false;
      }
      at += part.length();
      from = verb.end();
      first = false;
    }
    String rest = format.substring(from);
    return first
        ? message.equals(rest)
        : message.length() - at >= rest.length() && message.endsWith(rest);
  }

  private static String unquoted(String literal) {
    if (literal.startsWith("`")) {
      return literal.substring(1, literal.length() - 1);
    }
    try {
      return JSON.readValue(literal, String.class);
    } catch (JsonProcessingException e) {
      return literal.substring(1, literal.length() - 1);
    }
  }
}
