package dev.synod.server.declaration;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of one object of a spec. Fields that aren't asked for are skipped, because the
 * resource's schema has judged them and a newer operator may know more.
 */
final class Fields {
  private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,6})(ms|s|m|h)");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6}(ms|s|m|h)){1,4}");

  private final String path;
  private final Value.Obj object;

  private Fields(String path, Value.Obj object) {
    this.path = path;
    this.object = object;
  }

  static Fields of(String path, Value value) {
    if (value instanceof Value.Obj object) {
      return new Fields(path, object);
    }
    throw expected(path, "an object");
  }

  /** The nested object, or an empty one. */
  Fields at(String name) {
    return of(path + "." + name, value(name).orElse(Values.EMPTY));
  }

  boolean has(String name) {
    return value(name).isPresent();
  }

  Optional<Value> value(String name) {
    return Optional.ofNullable(object.get(name)).filter(value -> !(value instanceof Value.Null));
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> expected(path + "." + name, "a string"));
  }

  Optional<String> optionalText(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof Value.Str text) {
                return text.value();
              }
              throw expected(path + "." + name, "a string");
            });
  }

  int number(String name, int otherwise) {
    return value(name)
        .map(
            value -> {
              try {
                if (value instanceof Value.Num number) {
                  return number.value().intValueExact();
                }
              } catch (ArithmeticException e) {
                // It is said below what was expected.
              }
              throw expected(path + "." + name, "a whole number");
            })
        .orElse(otherwise);
  }

  /** A duration such as {@code 1m30s}, in milliseconds. */
  Optional<Long> durationMillis(String name) {
    return optionalText(name)
        .map(
            text -> {
              if (!DURATION.matcher(text).matches()) {
                throw expected(path + "." + name, "a duration such as 30s, 5m or 720h");
              }
              return millis(text);
            });
  }

  private static long millis(String text) {
    long sum = 0;
    Matcher part = DURATION_PART.matcher(text);
    while (part.find()) {
      long amount = new BigDecimal(part.group(1)).longValueExact();
      sum +=
          switch (part.group(2)) {
            case "ms" -> amount;
            case "s" -> amount * 1_000;
            case "m" -> amount * 60_000;
            default -> amount * 3_600_000;
          };
    }
    return sum;
  }

  List<Fields> list(String name) {
    var items = new ArrayList<Fields>();
    for (Value item : items(name)) {
      items.add(of(path + "." + name + "[" + items.size() + "]", item));
    }
    return items;
  }

  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (Value item : items(name)) {
      if (!(item instanceof Value.Str text)) {
        throw expected(path + "." + name + "[" + texts.size() + "]", "a string");
      }
      texts.add(text.value());
    }
    return List.copyOf(texts);
  }

  SortedMap<String, String> textMap(String name) {
    var map = new TreeMap<String, String>();
    at(name)
        .object
        .members()
        .forEach(
            (key, value) -> {
              if (!(value instanceof Value.Str text)) {
                throw expected(path + "." + name + "." + key, "a string");
              }
              map.put(key, text.value());
            });
    return Collections.unmodifiableSortedMap(map);
  }

  private List<Value> items(String name) {
    Value value = value(name).orElse(null);
    if (value == null) {
      return List.of();
    }
    if (value instanceof Value.Arr array) {
      return array.items();
    }
    throw expected(path + "." + name, "a list");
  }

  static SpecException expected(String path, String what) {
    return new SpecException("Expected %s in %s, but found something else.".formatted(what, path));
  }
}
