package dev.synod.workflow.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions that match in time linear in the text (RE2 syntax: no look-around, no
 * back-references), and whose compiled size is bounded: RE2J unrolls counted repetitions, so that
 * nested ones multiply.
 */
final class LinearPattern {
  /** Characters of a regular expression. */
  static final int LENGTH_MAX = 1_024;

  /** Atoms of a regular expression after its counted repetitions are unrolled. */
  static final long ATOMS_MAX = 10_000;

  private final String text;
  private int at;

  private LinearPattern(String text) {
    this.text = text;
  }

  /**
   * Compiles a regular expression with RE2J's flags.
   *
   * @throws IllegalArgumentException whose message says what was expected and found
   */
  static Pattern compile(String text, int flags) {
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "Expected a regular expression of at most %d characters, but found %d."
              .formatted(LENGTH_MAX, text.length()));
    }
    long atoms = new LinearPattern(text).sequence();
    if (atoms > ATOMS_MAX) {
      throw new IllegalArgumentException(
          "Expected a regular expression of at most %d atoms once its repetitions are unrolled, but found %d in '%s'; lower the counts."
              .formatted(ATOMS_MAX, atoms, text));
    }
    try {
      return Pattern.compile(text, flags);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Expected a regular expression in RE2 syntax, which matches in linear time (no look-around, no back-references, no possessive repetition), but found '%s': %s."
              .formatted(text, e.getDescription()),
          e);
    }
  }

  private long sequence() {
    long sum = 0;
    while (at < text.length() && text.charAt(at) != ')') {
      long atom = atom();
      sum = Math.min(Long.MAX_VALUE / 4_096, sum + atom * repetitions());
    }
    return sum;
  }

  private long atom() {
    char c = text.charAt(at++);
    switch (c) {
      case '(' -> {
        long inner = sequence();
        at++;
        return inner + 2;
      }
      case '[' -> characterClass();
      case '\\' -> at++;
      default -> {}
    }
    return 1;
  }

  private void characterClass() {
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  /** The greatest count of {@code {n}}, {@code {n,}} or {@code {n,m}} at this point, else 1. */
  private long repetitions() {
    if (at >= text.length() || text.charAt(at) != '{') {
      return 1;
    }
    int end = text.indexOf('}', at);
    if (end < 0) {
      return 1;
    }
    long greatest = 1;
    for (String count : text.substring(at + 1, end).split(",", -1)) {
      if (count.isEmpty()) {
        continue;
      }
      if (count.length() > 4 || !count.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return 1;
      }
      greatest = Math.max(greatest, Long.parseLong(count));
    }
    at = end + 1;
    return greatest;
  }
}
