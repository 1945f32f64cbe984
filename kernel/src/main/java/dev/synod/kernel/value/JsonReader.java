package dev.synod.kernel.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.TreeMap;

/** A strict recursive-descent reader of RFC 8259 JSON, bounded in depth. */
final class JsonReader {
  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  Value document() {
    Value value = value(0);
    blanks();
    if (at < text.length()) {
      throw expected("the end of the text");
    }
    return value;
  }

  private Value value(int depth) {
    blanks();
    return switch (peek()) {
      case '{' -> object(deeper(depth));
      case '[' -> array(deeper(depth));
      case '"' -> new Value.Str(string());
      case 't' -> literal("true", Values.TRUE);
      case 'f' -> literal("false", Values.FALSE);
      case 'n' -> literal("null", Values.NULL);
      default -> number();
    };
  }

  private int deeper(int depth) {
    if (depth == Value.DEPTH_MAX) {
      throw expected("nesting of at most " + Value.DEPTH_MAX + " levels");
    }
    return depth + 1;
  }

  private Value object(int depth) {
    at++;
    var members = new TreeMap<String, Value>();
    blanks();
    if (peek() == '}') {
      at++;
      return Values.EMPTY;
    }
    while (true) {
      blanks();
      if (peek() != '"') {
        throw expected("a member's name in double quotes");
      }
      int start = at;
      String name = string();
      blanks();
      take(':');
      if (members.put(name, value(depth)) != null) {
        at = start;
        throw expected("each member's name once");
      }
      blanks();
      if (peek() == '}') {
        at++;
        return new Value.Obj(members);
      }
      take(',');
    }
  }

  private Value array(int depth) {
    at++;
    var items = new ArrayList<Value>();
    blanks();
    if (peek() == ']') {
      at++;
      return new Value.Arr(items);
    }
    while (true) {
      items.add(value(depth));
      blanks();
      if (peek() == ']') {
        at++;
        return new Value.Arr(items);
      }
      take(',');
    }
  }

  private String string() {
    at++;
    int start = at;
    while (at < text.length() && isPlain(text.charAt(at))) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      return text.substring(start, at++);
    }
    return escaped(new StringBuilder().append(text, start, at));
  }

  /** Whether a character of a string stands for itself. */
  private static boolean isPlain(char c) {
    return c != '"' && c != '\\' && c >= 0x20;
  }

  /** The rest of a string, from its first character that is not plain. */
  private String escaped(StringBuilder out) {
    while (true) {
      if (at >= text.length()) {
        throw expected("a closing double quote");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c < 0x20) {
        at--;
        throw expected("an escape for the control character");
      }
      out.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw expected("four hexadecimal digits");
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(text.charAt(at), 16);
          if (digit < 0 || text.charAt(at) > 'f') {
            throw expected("four hexadecimal digits");
          }
          code = code * 16 + digit;
          at++;
        }
        yield (char) code;
      }
      default -> {
        at--;
        throw expected("one of the escapes of JSON");
      }
    };
  }

  private Value number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    int first = at;
    digits(first == start ? "a value" : "a digit");
    if (text.charAt(first) == '0' && at - first > 1) {
      at = first;
      throw expected("a number without leading zeros");
    }
    if (peek() == '.') {
      at++;
      digits("a digit");
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      int exponent = at;
      digits("a digit");
      if (at - exponent > 6) {
        throw expected("an exponent within ±" + Value.NUMBER_EXPONENT_MAX);
      }
    }
    if (at - start > 2 * Value.NUMBER_DIGITS_MAX + Value.NUMBER_EXPONENT_MAX) {
      throw expected("a number of at most " + Value.NUMBER_DIGITS_MAX + " digits");
    }
    try {
      return new Value.Num(new BigDecimal(text.substring(start, at)));
    } catch (IllegalArgumentException e) {
      at = start;
      throw new JsonException(where() + e.getMessage());
    }
  }

  private void digits(String what) {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw expected(what);
    }
  }

  private Value literal(String word, Value value) {
    if (!text.startsWith(word, at)) {
      throw expected("a value");
    }
    at += word.length();
    return value;
  }

  private void take(char wanted) {
    if (peek() != wanted) {
      throw expected("'" + wanted + "'");
    }
    at++;
  }

  private void blanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private JsonException expected(String what) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the text";
    return new JsonException(where() + "Expected " + what + ", but found " + found + ".");
  }

  private String where() {
    int end = Math.min(at, text.length());
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return "Line " + line + ", column " + column + ": ";
  }
}
