/** The kernel alone, without log and disk. */
@NullMarked
package dev.synod.bench.kernel;

import org.jspecify.annotations.NullMarked;
