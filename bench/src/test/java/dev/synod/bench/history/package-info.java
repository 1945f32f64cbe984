/** Benchmarks of history. */
@NullMarked
package dev.synod.bench.history;

import org.jspecify.annotations.NullMarked;
