package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record: how it is taken out, written, read, and what it is where the bytes
 * lack it.
 */
abstract sealed class Component {
  final String name;

  Component(String name) {
    this.name = name;
  }

  abstract void write(CBORGenerator out, Object record) throws IOException;

  abstract @Nullable Object read(CBORParser in) throws IOException;

  /** Whether the record holds what a missing component would be read as. */
  abstract boolean isMissing(Object record);

  /** What a component that the bytes lack is read as. */
  abstract @Nullable Object missing();

  /** A component of a primitive type wider than a bit. */
  static final class OfLong extends Component {
    private final Accessors.OfLong accessor;
    private final boolean isInt;

    OfLong(String name, Accessors.OfLong accessor, boolean isInt) {
      super(name);
      this.accessor = accessor;
      this.isInt = isInt;
    }

    @Override
    void write(CBORGenerator out, Object record) throws IOException {
      out.writeNumber(accessor.get(record));
    }

    @Override
    Object read(CBORParser in) throws IOException {
      return isInt ? (Object) Scalars.INT.read(in) : (Object) Scalars.LONG.read(in);
    }

    @Override
    boolean isMissing(Object record) {
      return accessor.get(record) == 0;
    }

    @Override
    Object missing() {
      return isInt ? (Object) 0 : (Object) 0L;
    }
  }

  /** A component of type boolean. */
  static final class OfBoolean extends Component {
    private final Accessors.OfBoolean accessor;

    OfBoolean(String name, Accessors.OfBoolean accessor) {
      super(name);
      this.accessor = accessor;
    }

    @Override
    void write(CBORGenerator out, Object record) throws IOException {
      out.writeBoolean(accessor.get(record));
    }

    @Override
    Object read(CBORParser in) throws IOException {
      return Scalars.BOOLEAN.read(in);
    }

    @Override
    boolean isMissing(Object record) {
      return !accessor.get(record);
    }

    @Override
    Object missing() {
      return false;
    }
  }

  /** A component of a reference type. */
  static final class OfObject extends Component {
    private static final byte[] ABSENT = {};

    private final Accessors.OfObject accessor;
    private final Codec<Object> codec;
    private final boolean nullable;
    private final @Nullable Object declaredDefault;

    OfObject(
        String name,
        Accessors.OfObject accessor,
        Codec<Object> codec,
        boolean nullable,
        @Nullable Object declaredDefault) {
      super(name);
      this.accessor = accessor;
      this.codec = codec;
      this.nullable = nullable;
      this.declaredDefault = declaredDefault;
    }

    @Override
    void write(CBORGenerator out, Object record) throws IOException {
      Object value = accessor.get(record);
      if (value != null) {
        codec.write(out, value);
      } else if (!nullable) {
        throw new CodecException(
            "Expected a value for %s.%s, but found null."
                .formatted(record.getClass().getSimpleName(), name));
      } else if (codec.ownsNull()) {
        out.writeBinary(ABSENT);
      } else {
        out.writeNull();
      }
    }

    @Override
    @Nullable Object read(CBORParser in) throws IOException {
      if (nullable) {
        JsonToken absent =
            codec.ownsNull() ? JsonToken.VALUE_EMBEDDED_OBJECT : JsonToken.VALUE_NULL;
        if (in.currentToken() == absent) {
          return null;
        }
      }
      return codec.read(in);
    }

    @Override
    boolean isMissing(Object record) {
      Object value = accessor.get(record);
      if (declaredDefault != null) {
        return declaredDefault.equals(value);
      }
      return value == null ? nullable : !nullable && codec.isMissing(value);
    }

    @Override
    @Nullable Object missing() {
      if (declaredDefault != null || nullable) {
        return declaredDefault;
      }
      Object value = codec.missing();
      if (value == null) {
        throw new CodecException(
            "Expected the component %s, but the bytes end before it.".formatted(name));
      }
      return value;
    }
  }
}
