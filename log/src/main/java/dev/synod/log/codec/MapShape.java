package dev.synod.log.codec;

import java.util.function.BiConsumer;

/**
 * How one kind of map is walked and built.
 *
 * @param <M> the map
 * @param <B> what collects the entries while it is read
 */
public interface MapShape<K, V, M, B> {
  int size(M map);

  void forEach(M map, BiConsumer<K, V> visitor);

  B begin();

  /** The builder with one entry more, which may be a new object. */
  B add(B building, K key, V value);

  M finish(B building);
}
