/**
 * A small world with more traffic than sense: requests drawn from a seed, of which most are
 * plausible and some are not, and what must hold after each batch of them.
 */
@NullMarked
package dev.synod.kernel.simulation;

import org.jspecify.annotations.NullMarked;
