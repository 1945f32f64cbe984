package dev.synod.kernel.document;

import dev.synod.kernel.value.Value;

/** A change of a document. */
public sealed interface Write {
  /** Replaces the value. */
  record Put(Value value) implements Write {}

  /** Applies an RFC 7396 merge patch. */
  record Merge(Value patch) implements Write {}

  /** Adds to a number. */
  record Add(Value.Num delta) implements Write {}

  /** Removes the document. */
  record Delete() implements Write {}
}
