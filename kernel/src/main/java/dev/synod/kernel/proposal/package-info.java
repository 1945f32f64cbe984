/** Group decisions: proposals, ballots, tallies. */
@NullMarked
package dev.synod.kernel.proposal;

import org.jspecify.annotations.NullMarked;
