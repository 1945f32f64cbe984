package dev.synod.rego;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a question's content a module looks at, by its text. One that uses {@code input} in a way
 * that isn't understood here looks at all of it: at worst it is asked more often than it needs.
 */
public enum Sight {
  /** What is asked for. */
  @JsonProperty("resource")
  RESOURCE("resource"),
  /** What it would change, as it stands. */
  @JsonProperty("existing")
  EXISTING("existing"),
  /** How much there is of everything. */
  @JsonProperty("usage")
  USAGE("usage");

  private static final Pattern INPUT = Pattern.compile("(?<!\\w)input(?!\\w)");
  private static final Pattern MEMBER = Pattern.compile("\\.(\\w+)");
  private static final Set<String> QUESTION =
      Set.of("subject", "action", "scope", "time", "parameters");

  private final String word;

  Sight(String word) {
    this.word = word;
  }

  /** The member of {@code input}. */
  public String word() {
    return word;
  }

  /** What a module looks at; nothing where subject, action, scope and time are enough for it. */
  public static Set<Sight> of(String module) {
    var seen = EnumSet.noneOf(Sight.class);
    Matcher input = INPUT.matcher(module);
    Matcher member = MEMBER.matcher(module);
    while (input.find()) {
      member.region(input.end(), module.length());
      String name = member.lookingAt() ? member.group(1) : "";
      if (!QUESTION.contains(name)) {
        seen.addAll(named(name));
      }
    }
    return seen;
  }

  private static Set<Sight> named(String name) {
    for (Sight sight : values()) {
      if (sight.word.equals(name)) {
        return EnumSet.of(sight);
      }
    }
    return EnumSet.allOf(Sight.class);
  }
}
