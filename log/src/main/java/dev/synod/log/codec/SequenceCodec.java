package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Any collection of elements, as an array in iteration order. */
final class SequenceCodec<E, C extends Iterable<E>> implements Codec<C> {
  private final Codec<E> element;
  private final ToIntFunction<C> size;
  private final Function<List<E>, C> collect;

  SequenceCodec(Codec<E> element, ToIntFunction<C> size, Function<List<E>, C> collect) {
    this.element = element;
    this.size = size;
    this.collect = collect;
  }

  @Override
  public void write(CBORGenerator out, C value) throws IOException {
    out.writeStartArray(value, size.applyAsInt(value));
    for (E item : value) {
      element.write(out, item);
    }
    out.writeEndArray();
  }

  @Override
  public C read(CBORParser in) throws IOException {
    Cbor.expect(in, JsonToken.START_ARRAY);
    var items = new ArrayList<E>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      items.add(element.read(in));
    }
    return collect.apply(items);
  }

  @Override
  public C missing() {
    return collect.apply(List.of());
  }

  @Override
  public boolean isMissing(C value) {
    return size.applyAsInt(value) == 0;
  }
}
