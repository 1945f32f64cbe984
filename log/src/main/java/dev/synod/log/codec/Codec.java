package dev.synod.log.codec;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the values of one type.
 *
 * @param <T> the type
 */
public interface Codec<T> {

  void write(CBORGenerator out, T value) throws IOException;

  /** Reads a value whose first token is the parser's current one, and stops at its last token. */
  T read(CBORParser in) throws IOException;

  /**
   * The value that a component of this type has where the bytes, being older, lack it; null for
   * none.
   */
  default @Nullable T missing() {
    return null;
  }

  /** Whether the value is what {@link #missing()} gives. */
  default boolean isMissing(T value) {
    return value.equals(missing());
  }

  /**
   * Whether CBOR's null is one of this type's own values, so that an absent value needs another
   * sign.
   */
  default boolean ownsNull() {
    return false;
  }
}
