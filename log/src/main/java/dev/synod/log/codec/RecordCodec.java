package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A record as an array of its components in order. Trailing components that hold what a missing one
 * would be read as are not written: so components can be added at the end, older bytes keep their
 * meaning, and a value has one form only.
 */
final class RecordCodec implements Codec<Object> {
  private final Class<?> type;
  private final MethodHandle constructor;
  private Component[] components = {};

  /**
   * A codec whose components are bound later, because a record may contain itself.
   *
   * @param constructor of type {@code (Object[])Object}
   */
  RecordCodec(Class<?> type, MethodHandle constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  void bind(Component[] bound) {
    components = bound;
  }

  @Override
  public void write(CBORGenerator out, Object record) throws IOException {
    int count = present(record);
    out.writeStartArray(record, count);
    writeComponents(out, record, count);
    out.writeEndArray();
  }

  /** How many components have to be written. */
  int present(Object record) {
    int count = components.length;
    while (count > 0 && components[count - 1].isMissing(record)) {
      count--;
    }
    return count;
  }

  void writeComponents(CBORGenerator out, Object record, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      components[i].write(out, record);
    }
  }

  @Override
  public Object read(CBORParser in) throws IOException {
    Cbor.expect(in, JsonToken.START_ARRAY);
    return readComponents(in);
  }

  /**
   * Reads components up to the end of the array whose start, and whatever precedes them, was read.
   */
  Object readComponents(CBORParser in) throws IOException {
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    int count = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (count == arguments.length) {
        throw new CodecException(
            "Expected at most %d components of %s, but found more: the bytes are of a newer version."
                .formatted(count, type.getSimpleName()));
      }
      arguments[count] = components[count].read(in);
      count++;
    }
    for (; count < arguments.length; count++) {
      arguments[count] = components[count].missing();
    }
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static IOException rethrown(Throwable e) throws IOException {
    switch (e) {
      case RuntimeException runtime -> throw runtime;
      case Error error -> throw error;
      case IOException io -> throw io;
      default -> throw new CodecException("A record's accessor or constructor failed.", e);
    }
  }
}
