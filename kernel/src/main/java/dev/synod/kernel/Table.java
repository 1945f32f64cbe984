package dev.synod.kernel;

import io.vavr.collection.HashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map of entities that carries the sum of their fingerprints and their number by
 * namespace, so that the digest of the whole state costs one addition per change, and a quota one
 * look. Iteration has no promised order: whoever decides by it sorts first.
 */
public final class Table<K, V extends Entity> {
  private final HashMap<K, V> entries;
  private final long digest;
  private final Counts counts;

  private Table(HashMap<K, V> entries, long digest, Counts counts) {
    this.entries = entries;
    this.digest = digest;
    this.counts = counts;
  }

  public static <K, V extends Entity> Table<K, V> empty() {
    return new Table<>(HashMap.empty(), 0, Counts.NONE);
  }

  public @Nullable V get(K key) {
    return entries.getOrElse(key, null);
  }

  /** The entity, which the caller knows to be there. */
  public V require(K key) {
    V found = get(key);
    if (found == null) {
      throw new IllegalStateException("Expected an entity under " + key + ", but found none.");
    }
    return found;
  }

  public boolean has(K key) {
    return entries.containsKey(key);
  }

  public Table<K, V> put(K key, V value) {
    V old = get(key);
    long less = old == null ? 0 : old.fingerprint();
    return new Table<>(
        entries.put(key, value),
        digest - less + value.fingerprint(),
        counts.moved(old == null ? null : old.countedIn(), value.countedIn()));
  }

  public Table<K, V> remove(K key) {
    V old = get(key);
    return old == null
        ? this
        : new Table<>(
            entries.remove(key), digest - old.fingerprint(), counts.plus(old.countedIn(), -1));
  }

  public int size() {
    return entries.size();
  }

  /** How many entities count in a namespace, by {@link Entity#countedIn}. */
  public long countIn(String namespace) {
    return counts.in(namespace);
  }

  /** All entities, in no promised order. */
  public Iterable<V> values() {
    return entries.valuesIterator();
  }

  public void forEach(BiConsumer<? super K, ? super V> visitor) {
    entries.forEach((key, value) -> visitor.accept(key, value));
  }

  /** The sum of the entities' fingerprints. */
  public long digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Table<?, ?> table && entries.equals(table.entries);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(digest);
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
