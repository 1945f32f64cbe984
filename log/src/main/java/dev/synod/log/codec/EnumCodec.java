package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * An enum by its constants' names, which therefore never change; constants may be added anywhere.
 */
final class EnumCodec<E extends Enum<E>> implements Codec<E> {
  private final Class<E> type;
  private final Map<String, E> byName = new HashMap<>();

  EnumCodec(Class<E> type) {
    this.type = type;
    for (E constant : type.getEnumConstants()) {
      byName.put(constant.name(), constant);
    }
  }

  @Override
  public void write(CBORGenerator out, E value) throws IOException {
    out.writeString(value.name());
  }

  @Override
  public E read(CBORParser in) throws IOException {
    Cbor.expect(in, JsonToken.VALUE_STRING);
    E constant = byName.get(in.getText());
    if (constant == null) {
      throw new CodecException(
          "Expected one of %s for %s, but found an unknown name."
              .formatted(byName.keySet(), type.getSimpleName()));
    }
    return constant;
  }
}
