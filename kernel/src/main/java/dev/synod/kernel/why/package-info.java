/** Explains what a run waits for, for whom, since when, and what that itself waits for. */
@NullMarked
package dev.synod.kernel.why;

import org.jspecify.annotations.NullMarked;
