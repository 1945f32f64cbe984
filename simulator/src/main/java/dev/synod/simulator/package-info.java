/**
 * A deterministic simulation of a Synod cluster: everything follows from a seed, so that whatever
 * fails fails again.
 */
@NullMarked
package dev.synod.simulator;

import org.jspecify.annotations.NullMarked;
