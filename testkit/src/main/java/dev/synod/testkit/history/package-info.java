/** Histories of what clients asked and were told, and a judge of them; see docs/histories.md. */
@NullMarked
package dev.synod.testkit.history;

import org.jspecify.annotations.NullMarked;
