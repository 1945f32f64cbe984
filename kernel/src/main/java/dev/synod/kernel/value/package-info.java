/** JSON as canonical immutable values. */
@NullMarked
package dev.synod.kernel.value;

import org.jspecify.annotations.NullMarked;
