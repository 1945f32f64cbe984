/** What goes wrong, drawn from a seed. */
@NullMarked
package dev.synod.torture.fault;

import org.jspecify.annotations.NullMarked;
