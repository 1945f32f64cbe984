/** The state as one file: a header, checksummed frames, and the tail of recent events. */
@NullMarked
package dev.synod.log.snapshot;

import org.jspecify.annotations.NullMarked;
