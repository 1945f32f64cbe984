package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Any map, as an array of alternating keys and values in iteration order: keys may be records. */
final class MapCodec<K, V, M, B> implements Codec<M> {
  private final Codec<K> key;
  private final Codec<V> value;
  private final MapShape<K, V, M, B> shape;

  MapCodec(Codec<K> key, Codec<V> value, MapShape<K, V, M, B> shape) {
    this.key = key;
    this.value = value;
    this.shape = shape;
  }

  @Override
  public void write(CBORGenerator out, M map) throws IOException {
    out.writeStartArray(map, 2 * shape.size(map));
    try {
      shape.forEach(
          map,
          (k, v) -> {
            try {
              key.write(out, k);
              value.write(out, v);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.writeEndArray();
  }

  @Override
  public M read(CBORParser in) throws IOException {
    Cbor.expect(in, JsonToken.START_ARRAY);
    B building = shape.begin();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      K nextKey = key.read(in);
      in.nextToken();
      building = shape.add(building, nextKey, value.read(in));
    }
    return shape.finish(building);
  }

  @Override
  public M missing() {
    return shape.finish(shape.begin());
  }

  @Override
  public boolean isMissing(M map) {
    return shape.size(map) == 0;
  }
}
