/** Coordination groups as they are declared, and who belongs to them. */
@NullMarked
package dev.synod.kernel.group;

import org.jspecify.annotations.NullMarked;
