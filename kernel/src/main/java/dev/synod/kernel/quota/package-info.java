/** How many of what a namespace has, and how many it may have at most. */
@NullMarked
package dev.synod.kernel.quota;

import org.jspecify.annotations.NullMarked;
