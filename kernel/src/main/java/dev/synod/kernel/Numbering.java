package dev.synod.kernel;

import dev.synod.kernel.value.Bytes;

/** How a repeated request is known. */
public sealed interface Numbering {
  Numbering NONE = new None();

  /** Repeating applies it again: ticks, and requests that are idempotent by themselves. */
  record None() implements Numbering {}

  /**
   * Numbered by a session, from 1, without gaps, per lane.
   *
   * @param acknowledged the client has the replies up to this number, so that they may be forgotten
   */
  record Sequenced(long session, Lane lane, long number, long acknowledged) implements Numbering {}

  /**
   * Named by the caller, as by the HTTP header {@code Idempotency-Key}.
   *
   * @param requestDigest SHA-256 of what was asked, to refuse a key that is used for something else
   */
  record Keyed(String key, Bytes requestDigest) implements Numbering {}
}
