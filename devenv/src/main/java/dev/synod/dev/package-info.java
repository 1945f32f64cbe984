/** What {@code ./dev} runs: the entry point. */
@NullMarked
package dev.synod.dev;

import org.jspecify.annotations.NullMarked;
