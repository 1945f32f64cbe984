/**
 * Expressions and schemas of users, evaluated in child processes that are killed when they take too
 * much.
 */
@NullMarked
package dev.synod.worker.expression;

import org.jspecify.annotations.NullMarked;
