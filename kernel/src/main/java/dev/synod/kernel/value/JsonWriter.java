package dev.synod.kernel.value;

import java.math.BigDecimal;

/** Writes canonical JSON: sorted names, no blanks, shortest escapes. */
final class JsonWriter {
  private JsonWriter() {}

  static void write(Value value, StringBuilder out) {
    switch (value) {
      case Value.Null _ -> out.append("null");
      case Value.Bool b -> out.append(b.value());
      case Value.Num n -> number(n.value(), out);
      case Value.Str s -> string(s.value(), out);
      case Value.Arr a -> {
        out.append('[');
        for (int i = 0; i < a.items().size(); i++) {
          if (i > 0) {
            out.append(',');
          }
          write(a.items().get(i), out);
        }
        out.append(']');
      }
      case Value.Obj o -> {
        out.append('{');
        boolean first = true;
        for (var member : o.members().entrySet()) {
          if (!first) {
            out.append(',');
          }
          first = false;
          string(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
        }
        out.append('}');
      }
      case Value.Ref r -> {
        out.append("{\"$ref\":");
        string(r.digest(), out);
        out.append(",\"bytes\":").append(r.bytes()).append('}');
      }
    }
  }

  private static void number(BigDecimal value, StringBuilder out) {
    boolean plain = value.scale() >= -20 && value.scale() <= 40;
    out.append(plain ? value.toPlainString() : value.toString());
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20 || (Character.isSurrogate(c) && !paired(text, i))) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
