package dev.synod.log.dump;

import dev.synod.kernel.Table;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Any record of the kernel as a JSON value: components by name, members of sealed families with
 * their {@code type}, bytes as hexadecimal digits, maps with other keys than text as lists of
 * pairs. One way only.
 */
public final class RecordJson {
  private RecordJson() {}

  public static Value toValue(@Nullable Object object) {
    return switch (object) {
      case null -> Values.NULL;
      case Value value -> value;
      case String text -> Value.of(text);
      case Boolean bit -> Value.of(bit);
      case Long number -> Value.of(number);
      case Integer number -> Value.of(number);
      case Bytes bytes -> Value.of(bytes.toString());
      case Enum<?> constant -> Value.of(constant.name());
      case Record record -> record(record);
      case Map<?, ?> map -> map(map);
      case io.vavr.collection.Map<?, ?> map -> map(map.toJavaMap());
      case Table<?, ?> table -> table(table);
      case Iterable<?> items -> list(items);
      default ->
          throw new IllegalArgumentException(
              "Expected something that a record may hold, but found " + object.getClass() + ".");
    };
  }

  private static Value record(Record record) {
    var members = new TreeMap<String, Value>();
    if (isFamilyMember(record.getClass())) {
      members.put("type", Value.of(record.getClass().getSimpleName()));
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      members.put(component.getName(), toValue(read(component, record)));
    }
    return new Value.Obj(members);
  }

  private static boolean isFamilyMember(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed()) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Expected access to " + component + ".", e);
    }
  }

  private static Value map(Map<?, ?> map) {
    var members = new TreeMap<String, Value>();
    var pairs = new ArrayList<Value>();
    for (var entry : map.entrySet()) {
      if (entry.getKey() instanceof String name) {
        members.put(name, toValue(entry.getValue()));
      } else {
        pairs.add(Value.of(List.of(toValue(entry.getKey()), toValue(entry.getValue()))));
      }
    }
    return pairs.isEmpty() ? new Value.Obj(members) : Value.of(pairs);
  }

  private static Value table(Table<?, ?> table) {
    return list(table.values());
  }

  private static Value list(Iterable<?> items) {
    var values = new ArrayList<Value>();
    items.forEach(item -> values.add(toValue(item)));
    return Value.of(values);
  }
}
