package dev.synod.kernel;

import dev.synod.kernel.value.Bytes;

/**
 * A command with its origin.
 *
 * @param payloadDigest SHA-256 over the origin's salt and the command's encoded bytes, made where
 *     they were decoded
 */
public record Request(Origin origin, Command command, Bytes payloadDigest) {}
