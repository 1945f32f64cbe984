/** The heart: {@code Kernel.apply}, the state it carries, and what goes in and comes out. */
@NullMarked
package dev.synod.kernel;

import org.jspecify.annotations.NullMarked;
