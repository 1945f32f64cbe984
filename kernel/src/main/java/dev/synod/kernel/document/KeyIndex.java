package dev.synod.kernel.document;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Keys in order, persistent, with a start anywhere in logarithmic time: what a sorted set of the
 * collection library lacks. Sorted chunks of bounded size stand in a row; a change copies one.
 *
 * @param chunks none of them empty
 */
public record KeyIndex(Vector<List<String>> chunks) {
  static final KeyIndex EMPTY = new KeyIndex(Vector.empty());
  private static final int CHUNK_KEYS_MAX = 256;

  KeyIndex add(String key) {
    if (chunks.isEmpty()) {
      return new KeyIndex(Vector.of(List.of(key)));
    }
    int at = chunkOf(key);
    List<String> chunk = chunks.get(at);
    int found = Collections.binarySearch(chunk, key);
    if (found >= 0) {
      return this;
    }
    var keys = new ArrayList<String>(chunk.size() + 1);
    keys.addAll(chunk);
    keys.add(-found - 1, key);
    if (keys.size() <= CHUNK_KEYS_MAX) {
      return new KeyIndex(chunks.update(at, List.copyOf(keys)));
    }
    int half = keys.size() / 2;
    return new KeyIndex(
        chunks
            .update(at, List.copyOf(keys.subList(0, half)))
            .insert(at + 1, List.copyOf(keys.subList(half, keys.size()))));
  }

  KeyIndex remove(String key) {
    if (chunks.isEmpty()) {
      return this;
    }
    int at = chunkOf(key);
    List<String> chunk = chunks.get(at);
    int found = Collections.binarySearch(chunk, key);
    if (found < 0) {
      return this;
    }
    var keys = new ArrayList<>(chunk);
    keys.remove(found);
    if (at + 1 < chunks.size() && keys.size() + chunks.get(at + 1).size() <= CHUNK_KEYS_MAX / 2) {
      keys.addAll(chunks.get(at + 1));
      return new KeyIndex(chunks.update(at, List.copyOf(keys)).removeAt(at + 1));
    }
    return new KeyIndex(
        keys.isEmpty() ? chunks.removeAt(at) : chunks.update(at, List.copyOf(keys)));
  }

  /** The keys from the given one on, in order. */
  public Iterator<String> from(String key) {
    if (chunks.isEmpty()) {
      return Collections.emptyIterator();
    }
    int at = chunkOf(key);
    int found = Collections.binarySearch(chunks.get(at), key);
    return new From(chunks, at, found < 0 ? -found - 1 : found);
  }

  /** The last chunk that begins with the key or before it; the first where none does. */
  private int chunkOf(String key) {
    int low = 0;
    int high = chunks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (chunks.get(middle).getFirst().compareTo(key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Equal by keys, however they are cut into chunks. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof KeyIndex index)) {
      return false;
    }
    if (chunks.equals(index.chunks)) {
      return true;
    }
    Iterator<String> mine = from("");
    Iterator<String> others = index.from("");
    while (mine.hasNext() && others.hasNext()) {
      if (!mine.next().equals(others.next())) {
        return false;
      }
    }
    return !mine.hasNext() && !others.hasNext();
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (Iterator<String> keys = from(""); keys.hasNext(); ) {
      hash = 31 * hash + keys.next().hashCode();
    }
    return hash;
  }

  private static final class From implements Iterator<String> {
    private final Vector<List<String>> chunks;
    private int chunk;
    private int place;

    From(Vector<List<String>> chunks, int chunk, int place) {
      this.chunks = chunks;
      this.chunk = chunk;
      this.place = place;
      skip();
    }

    private void skip() {
      if (place >= chunks.get(chunk).size()) {
        chunk++;
        place = 0;
      }
    }

    @Override
    public boolean hasNext() {
      return chunk < chunks.size();
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      String key = chunks.get(chunk).get(place++);
      skip();
      return key;
    }
  }
}
