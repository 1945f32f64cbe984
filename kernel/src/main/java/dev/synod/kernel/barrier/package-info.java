/** Barriers: a gate that opens when all parties have arrived. */
@NullMarked
package dev.synod.kernel.barrier;

import org.jspecify.annotations.NullMarked;
