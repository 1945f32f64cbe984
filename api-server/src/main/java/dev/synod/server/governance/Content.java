package dev.synod.server.governance;

import dev.synod.kernel.Command;
import dev.synod.kernel.value.Value;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is asked for beside action and scope. A permit serves many requests, so that only policies
 * that look at content are told of it, for each request anew.
 */
public sealed interface Content {
  /** A change, as it goes into the log. */
  record Change(Command command) implements Content {}

  /** What a request names, such as {@code key} or {@code prefix}. */
  record Named(SortedMap<String, String> names) implements Content {}

  /** What is told as it is. */
  record Given(Value resource, Value existing) implements Content {}

  static Content named(Map<String, String> names) {
    return new Named(Collections.unmodifiableSortedMap(new TreeMap<>(names)));
  }
}
