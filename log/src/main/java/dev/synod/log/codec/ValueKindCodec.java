package dev.synod.log.codec;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.synod.kernel.value.Value;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One kind of JSON value, where no other will do. */
final class ValueKindCodec<T extends Value> implements Codec<T> {
  private static final ValueCodec ANY = new ValueCodec();

  private final Class<T> kind;
  private final @Nullable T missing;

  ValueKindCodec(Class<T> kind, @Nullable T missing) {
    this.kind = kind;
    this.missing = missing;
  }

  @Override
  public void write(CBORGenerator out, T value) throws IOException {
    ANY.write(out, value);
  }

  @Override
  public T read(CBORParser in) throws IOException {
    Value value = ANY.read(in);
    if (kind.isInstance(value)) {
      return kind.cast(value);
    }
    throw Cbor.unexpected(in, "a JSON value of kind " + kind.getSimpleName());
  }

  @Override
  public @Nullable T missing() {
    return missing;
  }
}
