/** Entries as JSON, for people and tools. */
@NullMarked
package dev.synod.log.dump;

import org.jspecify.annotations.NullMarked;
