/** Leased work: assignment by capability and least load, fenced by tokens. */
@NullMarked
package dev.synod.kernel.task;

import org.jspecify.annotations.NullMarked;
