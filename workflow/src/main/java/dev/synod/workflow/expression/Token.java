package dev.synod.workflow.expression;

/**
 * A token of a jq program, as far as names are concerned.
 *
 * @param text without the leading {@code .} or {@code $}; for {@link Kind#STRING} the decoded text
 */
record Token(Kind kind, String text) {
  enum Kind {
    /** A bare word: a function, a keyword or a member's name. */
    WORD,
    /** {@code .name} */
    FIELD,
    /** {@code $name} */
    VARIABLE,
    /** A string without interpolation. */
    STRING,
    /** A string with interpolation; what it interpolates follows between parentheses. */
    TEMPLATE,
    NUMBER,
    /** {@code @base64} and its kin. */
    FORMAT,
    /** One operator or bracket. */
    SYMBOL
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }
}
