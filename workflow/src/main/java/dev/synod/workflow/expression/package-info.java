/**
 * Runtime expressions: what a definition may write between <code>${</code> and <code>}</code>, and
 * how it is evaluated.
 */
@NullMarked
package dev.synod.workflow.expression;

import org.jspecify.annotations.NullMarked;
