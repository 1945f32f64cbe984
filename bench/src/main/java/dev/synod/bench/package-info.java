/** Benchmarks, each a table with its command, machine and settings. */
@NullMarked
package dev.synod.bench;

import org.jspecify.annotations.NullMarked;
