/**
 * The binary form of commands, events and state: CBOR (RFC 8949), records as arrays of their
 * components, sealed families by registered type ids.
 */
@NullMarked
package dev.synod.log.codec;

import org.jspecify.annotations.NullMarked;
