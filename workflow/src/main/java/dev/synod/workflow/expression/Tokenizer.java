package dev.synod.workflow.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a jq program that is known to compile into tokens. Interpolated parts of strings are
 * tokens too, between parentheses.
 */
final class Tokenizer {
  private final String program;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokenizer(String program) {
    this.program = program;
  }

  static List<Token> tokens(String program) {
    var tokenizer = new Tokenizer(program);
    tokenizer.read(false);
    return tokenizer.tokens;
  }

  /** Reads to the end, or to the parenthesis that closes an interpolation. */
  private void read(boolean interpolation) {
    int depth = 0;
    while (at < program.length()) {
      char c = program.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        while (at < program.length() && program.charAt(at) != '\n' && program.charAt(at) != '\r') {
          at++;
        }
      } else if (c == '"') {
        string();
      } else if (isLetter(c)) {
        add(Token.Kind.WORD, word());
      } else if (c == '$' && at + 1 < program.length() && isLetter(program.charAt(at + 1))) {
        at++;
        add(Token.Kind.VARIABLE, word());
      } else if (c == '.' && at + 1 < program.length() && isLetter(program.charAt(at + 1))) {
        at++;
        add(Token.Kind.FIELD, word());
      } else if (c == '@') {
        at++;
        add(Token.Kind.FORMAT, word());
      } else if (c >= '0' && c <= '9') {
        number();
      } else {
        at++;
        add(Token.Kind.SYMBOL, String.valueOf(c));
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (interpolation && depth < 0) {
          return;
        }
      }
    }
  }

  private void string() {
    at++;
    int index = tokens.size();
    tokens.add(new Token(Token.Kind.STRING, ""));
    var text = new StringBuilder();
    boolean template = false;
    while (at < program.length() && program.charAt(at) != '"') {
      char c = program.charAt(at++);
      if (c != '\\' || at >= program.length()) {
        text.append(c);
        continue;
      }
      char escaped = program.charAt(at++);
      if (escaped == '(') {
        template = true;
        add(Token.Kind.SYMBOL, "(");
        read(true);
      } else {
        text.append(unescape(escaped));
      }
    }
    at++;
    tokens.set(
        index, new Token(template ? Token.Kind.TEMPLATE : Token.Kind.STRING, text.toString()));
  }

  private char unescape(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int end = Math.min(at + 4, program.length());
        char code = (char) Integer.parseInt(program, at, end, 16);
        at = end;
        yield code;
      }
      default -> escaped;
    };
  }

  private String word() {
    int start = at;
    while (at < program.length() && (isLetter(program.charAt(at)) || isDigit(program.charAt(at)))) {
      at++;
    }
    return program.substring(start, at);
  }

  private void number() {
    int start = at;
    while (at < program.length() && (isDigit(program.charAt(at)) || program.charAt(at) == '.')) {
      at++;
    }
    if (at < program.length() && (program.charAt(at) == 'e' || program.charAt(at) == 'E')) {
      at++;
      if (at < program.length() && (program.charAt(at) == '+' || program.charAt(at) == '-')) {
        at++;
      }
      while (at < program.length() && isDigit(program.charAt(at))) {
        at++;
      }
    }
    add(Token.Kind.NUMBER, program.substring(start, at));
  }

  private void add(Token.Kind kind, String text) {
    tokens.add(new Token(kind, text));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
