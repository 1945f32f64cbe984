/** The program {@code kubectl-synod}. */
@NullMarked
package dev.synod.cli;

import org.jspecify.annotations.NullMarked;
