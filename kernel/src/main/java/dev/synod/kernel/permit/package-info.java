/** What governance allowed, as the kernel rechecks it. */
@NullMarked
package dev.synod.kernel.permit;

import org.jspecify.annotations.NullMarked;
