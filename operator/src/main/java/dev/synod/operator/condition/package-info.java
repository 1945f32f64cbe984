/** How reconcilers come to verdicts, and how verdicts become conditions, events and log lines. */
@NullMarked
package dev.synod.operator.condition;

import org.jspecify.annotations.NullMarked;
