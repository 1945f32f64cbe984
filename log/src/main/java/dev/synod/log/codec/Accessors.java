package dev.synod.log.codec;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Ways to read a record's components. Public accessors become objects that the JIT compiles like a
 * lambda, several times faster than a method handle that is not a constant; what is not public is
 * read through its handle.
 */
final class Accessors {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Accessors() {}

  /** Reads a component of a reference type. */
  interface OfObject {
    @Nullable Object get(Object record);
  }

  /** Reads a component of type long or int. */
  interface OfLong {
    long get(Object record);
  }

  /** Reads a component of type boolean. */
  interface OfBoolean {
    boolean get(Object record);
  }

  static OfObject ofObject(Method accessor) {
    return make(OfObject.class, Object.class, accessor);
  }

  static OfLong ofLong(Method accessor) {
    return make(OfLong.class, long.class, accessor);
  }

  static OfBoolean ofBoolean(Method accessor) {
    return make(OfBoolean.class, boolean.class, accessor);
  }

  private static <T> T make(Class<T> type, Class<?> result, Method accessor) {
    Class<?> record = accessor.getDeclaringClass();
    MethodType erased = MethodType.methodType(result, Object.class);
    try {
      MethodHandle handle = MethodHandles.privateLookupIn(record, LOOKUP).unreflect(accessor);
      try {
        MethodHandle direct = LOOKUP.unreflect(accessor);
        return type.cast(
            LambdaMetafactory.metafactory(
                    LOOKUP,
                    "get",
                    MethodType.methodType(type),
                    erased,
                    direct,
                    MethodType.methodType(accessor.getReturnType(), record))
                .getTarget()
                .invoke());
      } catch (IllegalAccessException e) {
        return MethodHandleProxies.asInterfaceInstance(type, handle.asType(erased));
      }
    } catch (Throwable e) {
      throw new IllegalStateException("Expected access to " + accessor + ".", e);
    }
  }
}
