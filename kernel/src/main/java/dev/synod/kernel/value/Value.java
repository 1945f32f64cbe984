package dev.synod.kernel.value;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value in canonical form: members sorted by UTF-16 code units (as RFC 8785 does), numbers
 * as exact decimals without trailing zeros, so that {@code 1} and {@code 1.0} are equal. Values are
 * immutable and equal by content.
 */
public sealed interface Value {

  /** Most significant digits of a number. */
  int NUMBER_DIGITS_MAX = 64;

  /** Greatest absolute decimal exponent of a number. */
  int NUMBER_EXPONENT_MAX = 512;

  /** Deepest nesting of arrays and objects. */
  int DEPTH_MAX = 64;

  /** JSON {@code null}. */
  record Null() implements Value {}

  /** JSON {@code true} or {@code false}. */
  record Bool(boolean value) implements Value {}

  /** A decimal number. */
  record Num(BigDecimal value) implements Value {
    /**
     * Strips trailing zeros.
     *
     * @throws IllegalArgumentException beyond {@link #NUMBER_DIGITS_MAX} or {@link
     *     #NUMBER_EXPONENT_MAX}
     */
    public Num {
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
      if (value.precision() > NUMBER_DIGITS_MAX
          || Math.abs((long) value.scale()) > NUMBER_EXPONENT_MAX) {
        throw new IllegalArgumentException(
            "Expected a number of at most %d digits and an exponent within ±%d, but found one of %d digits, exponent %d."
                .formatted(
                    NUMBER_DIGITS_MAX, NUMBER_EXPONENT_MAX, value.precision(), -value.scale()));
      }
    }
  }

  /** A string. */
  record Str(String value) implements Value {}

  /** An array. */
  record Arr(List<Value> items) implements Value {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** An object; members are sorted by name. */
  record Obj(SortedMap<String, Value> members) implements Value {
    public Obj {
      var sorted = new TreeMap<String, Value>();
      sorted.putAll(members);
      members = Collections.unmodifiableSortedMap(sorted);
    }

    /** The member's value, or null where there is none. */
    public @Nullable Value get(String name) {
      return members.get(name);
    }

    /** This object with one member set. */
    public Obj with(String name, Value value) {
      var copy = new TreeMap<>(members);
      copy.put(name, value);
      return new Obj(copy);
    }
  }

  /** A payload kept elsewhere, addressed by the SHA-256 of its canonical bytes. */
  record Ref(String digest, long bytes) implements Value {}

  static Value of(boolean value) {
    return value ? Values.TRUE : Values.FALSE;
  }

  static Value of(long value) {
    return new Num(BigDecimal.valueOf(value));
  }

  static Value of(BigDecimal value) {
    return new Num(value);
  }

  static Value of(String value) {
    return new Str(value);
  }

  static Arr of(List<? extends Value> items) {
    return new Arr(List.copyOf(items));
  }

  static Obj of(Map<String, ? extends Value> members) {
    return new Obj(new TreeMap<>(members));
  }

  /** The size of the canonical JSON text in UTF-16 units, a little less than its bytes; cheap. */
  default long size() {
    return switch (this) {
      case Null _ -> 4;
      case Bool b -> b.value() ? 4 : 5;
      case Num n -> n.value().precision() + 2L;
      case Str s -> s.value().length() + 2L;
      case Arr a -> {
        long size = 2;
        for (Value item : a.items()) {
          size += item.size() + 1;
        }
        yield size;
      }
      case Obj o -> {
        long size = 2;
        for (var member : o.members().entrySet()) {
          size += member.getKey().length() + 4L + member.getValue().size();
        }
        yield size;
      }
      case Ref r -> r.digest().length() + 32L;
    };
  }

  /** This value after an RFC 7396 JSON Merge Patch. */
  default Value merge(Value patch) {
    if (!(patch instanceof Obj changes)) {
      return patch;
    }
    var result = new TreeMap<String, Value>();
    if (this instanceof Obj object) {
      result.putAll(object.members());
    }
    changes
        .members()
        .forEach(
            (name, change) -> {
              if (change instanceof Null) {
                result.remove(name);
              } else {
                result.put(name, result.getOrDefault(name, Values.NULL).merge(change));
              }
            });
    return new Obj(result);
  }

  /** Canonical JSON text. */
  default String json() {
    var out = new StringBuilder();
    JsonWriter.write(this, out);
    return out.toString();
  }

  /**
   * Reads strict JSON text (RFC 8259): no duplicate names, no NaN, depth at most {@link
   * #DEPTH_MAX}.
   *
   * @throws JsonException with line, column, what was expected and what was found
   */
  static Value parse(String json) {
    return new JsonReader(json).document();
  }
}
