package dev.synod.log.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks into record classes, once, when codecs are compiled. */
final class RecordShape {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private RecordShape() {}

  static RecordCodec unbound(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    MethodType signature =
        MethodType.methodType(
            void.class,
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    try {
      MethodHandle constructor =
          MethodHandles.privateLookupIn(type, LOOKUP)
              .findConstructor(type, signature)
              .asSpreader(Object[].class, components.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      return new RecordCodec(type, constructor);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Expected access to the record " + type + ".", e);
    }
  }

  static Component[] components(
      Class<?> type,
      Function<Type, Codec<Object>> codecs,
      Function<String, @Nullable Object> defaults) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> component(component, codecs, defaults))
        .toArray(Component[]::new);
  }

  private static Component component(
      RecordComponent component,
      Function<Type, Codec<Object>> codecs,
      Function<String, @Nullable Object> defaults) {
    Method accessor = component.getAccessor();
    String name = component.getName();
    Class<?> raw = component.getType();
    if (raw == long.class || raw == int.class) {
      return new Component.OfLong(name, Accessors.ofLong(accessor), raw == int.class);
    }
    if (raw == boolean.class) {
      return new Component.OfBoolean(name, Accessors.ofBoolean(accessor));
    }
    return new Component.OfObject(
        name,
        Accessors.ofObject(accessor),
        codecs.apply(component.getGenericType()),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        defaults.apply(name));
  }
}
