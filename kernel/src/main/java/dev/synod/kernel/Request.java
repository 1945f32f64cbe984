package dev.synod.kernel;

import dev.synod.kernel.value.Bytes;

/**
 * A command with its origin.
 *
 * @param payloadDigest SHA-256 over the origin's salt and the command's encoded bytes, made where
 *     they were decoded
 * @param encoded the command's bytes as they stand in the log; empty where they never did
 */
public record Request(Origin origin, Command command, Bytes payloadDigest, Bytes encoded) {

  /** A request that is not in the log yet. */
  public Request(Origin origin, Command command, Bytes payloadDigest) {
    this(origin, command, payloadDigest, Bytes.EMPTY);
  }
}
