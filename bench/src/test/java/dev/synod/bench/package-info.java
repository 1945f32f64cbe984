/** Benchmarks as people run them. */
@NullMarked
package dev.synod.bench;

import org.jspecify.annotations.NullMarked;
