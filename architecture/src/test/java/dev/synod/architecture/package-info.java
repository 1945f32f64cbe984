/**
 * What must stay true of all modules and sources. Every rule stands beside a violation that is
 * planted for it, so that a rule which no longer finds anything is noticed.
 */
@NullMarked
package dev.synod.architecture;

import org.jspecify.annotations.NullMarked;
