/** Deadlines, in the order in which they fall due. */
@NullMarked
package dev.synod.kernel.time;

import org.jspecify.annotations.NullMarked;
