/** The commands of {@code ./dev}. */
@NullMarked
package dev.synod.dev.command;

import org.jspecify.annotations.NullMarked;
