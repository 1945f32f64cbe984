/** What governance decided outside, as it is kept; nothing in the state follows from it. */
@NullMarked
package dev.synod.kernel.governance;

import org.jspecify.annotations.NullMarked;
