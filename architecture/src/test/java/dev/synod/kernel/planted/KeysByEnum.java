package dev.synod.kernel.planted;

import io.vavr.collection.HashMap;

/** Planted: a table whose order is another in each JVM. */
public final class KeysByEnum {
  record Key(String name, Thread.State state) {}

  HashMap<Key, String> table = HashMap.empty();
}
