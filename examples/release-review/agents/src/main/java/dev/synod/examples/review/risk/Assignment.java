package dev.synod.examples.review.risk;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds values that are given to a name like {@code password} or {@code apiKey} and look random.
 * Source code must quote them; in settings files they may stand bare.
 */
final class Assignment {
  private static final List<String> HINTS =
      List.of("password", "passwd", "secret", "token", "api", "access", "private", "credential");
  private static final String NAME =
      "(?i:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)";
  private static final String GIVEN_TO =
      NAME + "[A-Za-z0-9_]{0,24}[\"']?\\s{0,4}(?:=>|:=|=|:)\\s{0,4}";
  private static final String VALUE = "([A-Za-z0-9+/=_~.!@#%^&*-]{16,200})";
  private static final Pattern QUOTED = Pattern.compile(GIVEN_TO + "[\"'`]" + VALUE + "[\"'`]");
  private static final Pattern BARE = Pattern.compile(GIVEN_TO + "[\"']?" + VALUE + "[\"']?\\s*$");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]+");
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)example|changeme|change-me|placeholder|redacted|dummy|x{6}|\\*{4}|\\.{3}");
  private static final Set<String> SETTINGS =
      Set.of(
          "env",
          "properties",
          "ini",
          "cfg",
          "conf",
          "yaml",
          "yml",
          "toml",
          "txt",
          "tfvars",
          "netrc");

  private static final int HEXADECIMAL_CHARACTERS_MIN = 32;
  private static final double HEXADECIMAL_ENTROPY_BITS_MIN = 3.0;
  private static final double ENTROPY_BITS_MIN = 3.5;

  /**
   * Random text changes between capital, small and digit at every second character or so; words
   * don't.
   */
  private static final double CLASS_CHANGES_MIN = 0.2;

  private Assignment() {}

  /** The random value that a line gives to a telling name. */
  static Optional<String> secretIn(String line, String fileName) {
    String lower = line.toLowerCase(Locale.ROOT);
    if (HINTS.stream().noneMatch(lower::contains)) {
      return Optional.empty();
    }
    Matcher matcher = (isSettings(fileName) ? BARE : QUOTED).matcher(line);
    for (int from = 0; matcher.find(from); from = matcher.end(1)) {
      String value = matcher.group(1);
      if (looksRandom(value)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static boolean isSettings(String fileName) {
    return fileName.startsWith(".env")
        || SETTINGS.contains(
            fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  static boolean looksRandom(String value) {
    if (PLACEHOLDER.matcher(value).find()) {
      return false;
    }
    if (HEXADECIMAL.matches(value)) {
      return value.length() >= HEXADECIMAL_CHARACTERS_MIN
          && entropyBits(value) >= HEXADECIMAL_ENTROPY_BITS_MIN;
    }
    boolean digit = value.chars().anyMatch(Assignment::isDigit);
    boolean letter = value.chars().anyMatch(c -> !isDigit(c) && Character.isLetter(c));
    return digit
        && letter
        && entropyBits(value) >= ENTROPY_BITS_MIN
        && classChanges(value) >= CLASS_CHANGES_MIN;
  }

  /** Shannon entropy of the value's characters, in bits per character. */
  static double entropyBits(String value) {
    int[] counts = new int[128];
    value.chars().forEach(c -> counts[Math.min(c, 127)]++);
    return Arrays.stream(counts)
        .filter(count -> count > 0)
        .mapToDouble(count -> (double) count / value.length())
        .map(share -> -share * Math.log(share) / Math.log(2))
        .sum();
  }

  private static double classChanges(String value) {
    int[] letters = value.chars().filter(c -> isDigit(c) || Character.isLetter(c)).toArray();
    int changes = 0;
    for (int i = 1; i < letters.length; i++) {
      if (characterClass(letters[i]) != characterClass(letters[i - 1])) {
        changes++;
      }
    }
    return letters.length < 2 ? 0 : (double) changes / (letters.length - 1);
  }

  private static int characterClass(int c) {
    if (isDigit(c)) {
      return 0;
    }
    return Character.isUpperCase(c) ? 1 : 2;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
