package dev.synod.log.codec;

import dev.synod.kernel.Table;
import dev.synod.kernel.document.Documents;
import dev.synod.kernel.document.DocumentsByGroup;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the codec of each type that a root reaches, and compiles those of records once. */
@SuppressWarnings({
  "unchecked", // the types are known at run time only
  "rawtypes", // likewise
  "JdkObsolete" // the kernel's records declare SortedSet
})
final class CodecCompiler {
  private final Map<Class<?>, FamilyCodec.Member> registered;
  private final Map<DefaultKey, Object> defaults;
  private final Map<Type, Codec<?>> done = new HashMap<>();

  /** Names a component whose missing value is declared. */
  record DefaultKey(Class<?> type, String component) {}

  /** A record type as it was registered. */
  record Registration(int id, int version, Class<?> type) {}

  CodecCompiler(List<Registration> registrations, Map<DefaultKey, Object> defaults) {
    this.defaults = defaults;
    this.registered = new HashMap<>();
    done.put(String.class, Scalars.STRING);
    done.put(Long.class, Scalars.LONG);
    done.put(Integer.class, Scalars.INT);
    done.put(Boolean.class, Scalars.BOOLEAN);
    done.put(Bytes.class, Scalars.BYTES);
    done.put(Value.class, new ValueCodec());
    done.put(Value.Obj.class, new ValueKindCodec<>(Value.Obj.class, Values.EMPTY));
    done.put(Value.Arr.class, new ValueKindCodec<>(Value.Arr.class, null));
    done.put(Value.Num.class, new ValueKindCodec<>(Value.Num.class, null));
    done.put(Value.Str.class, new ValueKindCodec<>(Value.Str.class, null));
    for (Registration each : registrations) {
      registered.put(
          each.type(),
          new FamilyCodec.Member(
              each.id(), each.version(), each.type(), RecordShape.unbound(each.type())));
    }
    registered.values().forEach(member -> done.put(member.type(), member.codec()));
    registered.values().forEach(member -> bind(member.codec(), member.type(), Map.of()));
  }

  /** For each registered record a codec that writes its type id and version too. */
  Map<Class<?>, Codec<Object>> members() {
    var codecs = new HashMap<Class<?>, Codec<Object>>();
    registered
        .values()
        .forEach(
            member -> {
              var codec = new FamilyCodec(member.type());
              codec.bind(List.of(member));
              codecs.put(member.type(), codec);
            });
    return codecs;
  }

  Codec<?> compile(Type type) {
    Codec<?> known = done.get(type);
    if (known != null) {
      return known;
    }
    return switch (type) {
      case Class<?> plain when plain == DocumentsByGroup.class -> remember(type, documents());
      case Class<?> plain when plain.isEnum() -> remember(type, new EnumCodec(plain));
      case Class<?> plain when plain.isRecord() -> record(type, plain, Map.of());
      case Class<?> plain when plain.isSealed() -> family(plain);
      case ParameterizedType generic -> remember(type, generic(generic));
      default -> throw unsupported(type);
    };
  }

  private Codec<?> documents() {
    return new MapCodec<>(
        (Codec<GroupRef>) compile(GroupRef.class),
        (Codec<Documents.GroupDocuments>) compile(Documents.GroupDocuments.class),
        MapShapes.documents());
  }

  private Codec<?> remember(Type type, Codec<?> codec) {
    done.put(type, codec);
    return codec;
  }

  private Codec<?> record(Type type, Class<?> raw, Map<TypeVariable<?>, Type> bindings) {
    RecordCodec codec = RecordShape.unbound(raw);
    done.put(type, codec);
    bind(codec, raw, bindings);
    return codec;
  }

  private void bind(RecordCodec codec, Class<?> type, Map<TypeVariable<?>, Type> bindings) {
    codec.bind(
        RecordShape.components(
            type,
            component -> (Codec<Object>) compile(substitute(component, bindings)),
            name -> defaults.get(new DefaultKey(type, name))));
  }

  private Codec<?> family(Class<?> family) {
    var codec = new FamilyCodec(family);
    done.put(family, codec);
    codec.bind(members(family).stream().map(this::member).toList());
    return codec;
  }

  private FamilyCodec.Member member(Class<?> type) {
    FamilyCodec.Member member = registered.get(type);
    if (member == null) {
      throw new IllegalStateException(
          "Expected a registered type id for %s, which is a member of a sealed family."
              .formatted(type.getName()));
    }
    return member;
  }

  /** The records of a sealed family, those of sub-families too. */
  static Set<Class<?>> members(Class<?> family) {
    var members = new LinkedHashSet<Class<?>>();
    for (Class<?> permitted : family.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        members.add(permitted);
      } else if (permitted.isSealed()) {
        members.addAll(members(permitted));
      } else {
        throw unsupported(permitted);
      }
    }
    return members;
  }

  private Codec<?> generic(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    if (raw.isRecord()) {
      var bindings = new HashMap<TypeVariable<?>, Type>();
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        bindings.put(raw.getTypeParameters()[i], type.getActualTypeArguments()[i]);
      }
      return record(type, raw, bindings);
    }
    Codec<Object>[] arguments =
        Arrays.stream(type.getActualTypeArguments()).map(this::compile).toArray(Codec[]::new);
    return arguments.length == 2 ? map(raw, arguments[0], arguments[1]) : sequence(raw, arguments);
  }

  private static Codec<?> map(Class<?> raw, Codec<Object> key, Codec<Object> value) {
    MapShape shape =
        switch (raw.getName()) {
          case "java.util.Map" -> MapShapes.plain();
          case "java.util.SortedMap" -> MapShapes.sorted();
          case "io.vavr.collection.Map", "io.vavr.collection.HashMap" ->
              MapShapes.persistent(io.vavr.collection.HashMap.empty());
          case "io.vavr.collection.LinkedHashMap" ->
              MapShapes.persistent(io.vavr.collection.LinkedHashMap.empty());
          case "io.vavr.collection.SortedMap", "io.vavr.collection.TreeMap" ->
              MapShapes.persistent((io.vavr.collection.Map) emptyTreeMap());
          default -> {
            if (raw == Table.class) {
              yield MapShapes.table();
            }
            throw unsupported(raw);
          }
        };
    return new MapCodec<>(key, value, shape);
  }

  private static io.vavr.collection.TreeMap emptyTreeMap() {
    return io.vavr.collection.TreeMap.empty(naturalOrder());
  }

  private static java.util.Comparator naturalOrder() {
    return java.util.Comparator.naturalOrder();
  }

  private static Codec<?> sequence(Class<?> raw, Codec<Object>[] arguments) {
    if (arguments.length != 1) {
      throw unsupported(raw);
    }
    Codec<Object> element = arguments[0];
    return switch (raw.getName()) {
      case "java.util.List", "java.util.Collection" ->
          new SequenceCodec<Object, List<Object>>(element, List::size, List::copyOf);
      case "java.util.Set" ->
          new SequenceCodec<Object, Set<Object>>(
              element, Set::size, items -> Collections.unmodifiableSet(new LinkedHashSet<>(items)));
      case "java.util.SortedSet" ->
          new SequenceCodec<Object, SortedSet<Object>>(
              element,
              SortedSet::size,
              items -> Collections.unmodifiableSortedSet(new TreeSet<>(items)));
      case "io.vavr.collection.Vector" -> vavr(element, io.vavr.collection.Vector::ofAll);
      case "io.vavr.collection.Seq", "io.vavr.collection.List" ->
          vavr(element, io.vavr.collection.List::ofAll);
      case "io.vavr.collection.Queue" -> vavr(element, io.vavr.collection.Queue::ofAll);
      case "io.vavr.collection.Set", "io.vavr.collection.HashSet" ->
          vavr(element, io.vavr.collection.HashSet::ofAll);
      case "io.vavr.collection.LinkedHashSet" ->
          vavr(element, io.vavr.collection.LinkedHashSet::ofAll);
      case "io.vavr.collection.SortedSet", "io.vavr.collection.TreeSet" ->
          vavr(element, items -> io.vavr.collection.TreeSet.ofAll(naturalOrder(), items));
      default -> throw unsupported(raw);
    };
  }

  private static Codec<?> vavr(
      Codec<Object> element,
      java.util.function.Function<List<Object>, io.vavr.collection.Traversable<Object>> collect) {
    return new SequenceCodec<Object, io.vavr.collection.Traversable<Object>>(
        element, io.vavr.collection.Traversable::size, collect);
  }

  /** The type with a generic record's variables replaced by what they stand for. */
  private static Type substitute(Type type, Map<TypeVariable<?>, Type> bindings) {
    return switch (type) {
      case TypeVariable<?> variable when bindings.containsKey(variable) ->
          java.util.Objects.requireNonNull(bindings.get(variable));
      case ParameterizedType generic when !bindings.isEmpty() ->
          new Applied(
              (Class<?>) generic.getRawType(),
              Arrays.stream(generic.getActualTypeArguments())
                  .map(argument -> substitute(argument, bindings))
                  .toList());
      default -> type;
    };
  }

  /** A generic type applied to arguments. */
  private record Applied(Class<?> raw, List<Type> arguments) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public Type getOwnerType() {
      return raw.getDeclaringClass();
    }
  }

  private static IllegalStateException unsupported(Type type) {
    return new IllegalStateException("Expected a type with a binary form, but found " + type + ".");
  }
}
