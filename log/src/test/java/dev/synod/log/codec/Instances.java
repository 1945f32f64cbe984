package dev.synod.log.codec;

import dev.synod.kernel.Entity;
import dev.synod.kernel.Table;
import dev.synod.kernel.document.Documents;
import dev.synod.kernel.document.DocumentsByGroup;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes an instance of any type that has a binary form, always the same one, in which every
 * component differs from what a missing one would be read as, and from its neighbours.
 */
public final class Instances {
  private Instances() {}

  public static Object of(Type type, String name) {
    return switch (type) {
      case ParameterizedType generic -> generic(generic, name);
      case Class<?> plain -> plain(plain, name);
      default -> throw new IllegalArgumentException("Expected a known type, but found " + type);
    };
  }

  private static Object plain(Class<?> type, String name) {
    if (type == String.class) {
      return words(name);
    } else if (type == long.class || type == Long.class) {
      return 1_000L + number(name);
    } else if (type == int.class || type == Integer.class) {
      return 1 + number(name) % 90;
    } else if (type == boolean.class || type == Boolean.class) {
      return true;
    } else if (type == Bytes.class) {
      return Bytes.copyOf(name.getBytes(StandardCharsets.UTF_8));
    } else if (type == Value.class || type == Value.Obj.class) {
      return json(name);
    } else if (type == Value.Num.class) {
      return Value.of(number(name));
    } else if (type == DocumentsByGroup.class) {
      return DocumentsByGroup.EMPTY.put(
          (GroupRef) of(GroupRef.class, name + "-1"),
          (Documents.GroupDocuments) of(Documents.GroupDocuments.class, name + "-value"));
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    } else if (type.isRecord()) {
      return record(type, List.of());
    } else if (type.isSealed()) {
      return plain(CodecCompiler.members(type).iterator().next(), name);
    }
    throw new IllegalArgumentException("Expected a known type, but found " + type);
  }

  private static Value json(String name) {
    return Value.of(
        Map.of(
            "name", Value.of(name),
            "whole", Value.of(-number(name)),
            "decimal", Value.parse("-12.5e-3"),
            "large", Value.parse("1e40"),
            "list", Value.of(List.of(Values.NULL, Values.TRUE, Values.FALSE, Values.EMPTY)),
            "elsewhere", new Value.Ref("ab".repeat(32), 70_000)));
  }

  private static Object record(Class<?> type, List<Type> arguments) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      var values = new ArrayList<>();
      for (RecordComponent component : components) {
        Type declared = component.getGenericType();
        for (int i = 0; i < arguments.size(); i++) {
          if (declared.equals(type.getTypeParameters()[i])) {
            declared = arguments.get(i);
          }
        }
        values.add(of(declared, component.getName()));
      }
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Expected to make a " + type, e);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the types are known at run time only
  private static Object generic(ParameterizedType type, String name) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw.isRecord()) {
      return record(raw, List.of(arguments));
    }
    Object first = of(arguments[0], name + "-1");
    if (arguments.length == 2) {
      Object value = of(arguments[1], name + "-value");
      return switch (raw.getName()) {
        case "java.util.Map", "java.util.SortedMap" -> new TreeMap<>(Map.of(first, value));
        case "io.vavr.collection.HashMap", "io.vavr.collection.Map" ->
            io.vavr.collection.HashMap.of(first, value);
        case "io.vavr.collection.LinkedHashMap" ->
            io.vavr.collection.LinkedHashMap.of(first, value);
        case "io.vavr.collection.TreeMap", "io.vavr.collection.SortedMap" ->
            io.vavr.collection.TreeMap.of((Comparator) Comparator.naturalOrder(), first, value);
        default -> Table.empty().put(first, (Entity) value);
      };
    }
    List<Object> items =
        new ArrayList<>(new LinkedHashSet<>(List.of(first, of(arguments[0], name + "-2"))));
    return switch (raw.getName()) {
      case "java.util.List" -> List.copyOf(items);
      case "java.util.Set" -> new LinkedHashSet<>(items);
      case "java.util.SortedSet" -> new TreeSet<>(items);
      case "io.vavr.collection.Vector" -> io.vavr.collection.Vector.ofAll(items);
      case "io.vavr.collection.List", "io.vavr.collection.Seq" ->
          io.vavr.collection.List.ofAll(items);
      case "io.vavr.collection.Queue" -> io.vavr.collection.Queue.ofAll(items);
      case "io.vavr.collection.HashSet", "io.vavr.collection.Set" ->
          io.vavr.collection.HashSet.ofAll(items);
      case "io.vavr.collection.LinkedHashSet" -> io.vavr.collection.LinkedHashSet.ofAll(items);
      case "io.vavr.collection.TreeSet", "io.vavr.collection.SortedSet" ->
          io.vavr.collection.TreeSet.ofAll((Comparator) Comparator.naturalOrder(), items);
      default -> throw new IllegalArgumentException("Expected a known type, but found " + type);
    };
  }

  private static String words(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static int number(String name) {
    return Math.floorMod(name.hashCode(), 997) + 1;
  }
}
