/**
 * Natural batching: what waits is drained into the next entry, lane by lane, with several entries
 * in flight.
 */
@NullMarked
package dev.synod.log.batching;

import org.jspecify.annotations.NullMarked;
