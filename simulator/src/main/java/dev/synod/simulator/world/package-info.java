/** Virtual time, chance, and a network that fails in every way that networks do. */
@NullMarked
package dev.synod.simulator.world;

import org.jspecify.annotations.NullMarked;
