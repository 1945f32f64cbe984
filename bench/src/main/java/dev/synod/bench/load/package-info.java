/** A load of writes, and what was measured under it. */
@NullMarked
package dev.synod.bench.load;

import org.jspecify.annotations.NullMarked;
