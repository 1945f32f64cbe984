/** What must hold, whatever fails. */
@NullMarked
package dev.synod.simulator.invariant;

import org.jspecify.annotations.NullMarked;
