/** The binary form of log entries, and the type ids of everything that is written. */
@NullMarked
package dev.synod.log.entry;

import org.jspecify.annotations.NullMarked;
