package dev.synod.server.declaration;

import java.util.Map;

/**
 * What a declared policy's module may not mention, found by its words alone: the compiler that
 * judges it otherwise runs elsewhere, and the OPA here knows all of Rego. Comments and strings are
 * skipped, and so is what follows a dot, which is a field.
 */
final class ModuleText {
  private static final String OUTSIDE =
      "a policy sees 'input' alone, which holds the question and its parameters";
  private static final String EFFECT =
      "a policy may neither reach outside nor depend on anything but its input";

  private static final Map<String, String> FORBIDDEN =
      Map.of(
          "package", "its package is made from the policy's namespace and name",
          "data", OUTSIDE,
          "http", EFFECT,
          "net", EFFECT,
          "opa", EFFECT,
          "rand", EFFECT,
          "uuid", EFFECT,
          "print", EFFECT,
          "trace", EFFECT);

  /** Fields of built-in families of which the others are allowed. */
  private static final Map<String, String> FORBIDDEN_FIELDS =
      Map.of("now_ns", "read the time of the question from input.time");

  private final String text;
  private int at;
  private int row = 1;
  private int lineStart;

  private ModuleText(String text) {
    this.text = text;
  }

  /**
   * Checks.
   *
   * @throws SpecException naming the row and column of the first word that may not be there
   */
  static void check(String module) {
    new ModuleText(module).check();
  }

  private void check() {
    boolean afterDot = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        skipTo('\n', false);
      } else if (c == '"' || c == '`') {
        at++;
        skipTo(c, c == '"');
        at++;
        afterDot = false;
      } else if (Character.isLetter(c) || c == '_') {
        word(afterDot);
        afterDot = false;
      } else {
        afterDot = c == '.';
        newline(c);
        at++;
      }
    }
  }

  private void skipTo(char end, boolean escapes) {
    while (at < text.length() && text.charAt(at) != end) {
      newline(text.charAt(at));
      at += escapes && text.charAt(at) == '\\' ? 2 : 1;
    }
  }

  private void newline(char c) {
    if (c == '\n') {
      row++;
      lineStart = at + 1;
    }
  }

  private void word(boolean field) {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String word = text.substring(start, at);
    String why = (field ? FORBIDDEN_FIELDS : FORBIDDEN).get(word);
    if (why != null) {
      throw new SpecException(
          "Expected a module without '%s', but found it in row %d, column %d of spec.module: %s."
              .formatted(word, row, start - lineStart + 1, why));
    }
  }
}
