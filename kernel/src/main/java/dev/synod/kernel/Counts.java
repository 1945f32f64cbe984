package dev.synod.kernel;

import io.vavr.collection.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many of something there are in each namespace, kept while they come and go. It follows from
 * what it counts, so that it is neither written nor a part of any digest.
 */
public final class Counts {
  public static final Counts NONE = new Counts(HashMap.empty());

  private final HashMap<String, Long> byNamespace;

  private Counts(HashMap<String, Long> byNamespace) {
    this.byNamespace = byNamespace;
  }

  public long in(String namespace) {
    return byNamespace.getOrElse(namespace, 0L);
  }

  /** These with so many more in a namespace, or less; unchanged where it is null. */
  public Counts plus(@Nullable String namespace, long more) {
    if (namespace == null || more == 0) {
      return this;
    }
    long now = in(namespace) + more;
    return new Counts(now == 0 ? byNamespace.remove(namespace) : byNamespace.put(namespace, now));
  }

  /** These after something has left one namespace for another; null is nowhere. */
  Counts moved(@Nullable String from, @Nullable String to) {
    return from == null ? plus(to, 1) : from.equals(to) ? this : plus(from, -1).plus(to, 1);
  }
}
