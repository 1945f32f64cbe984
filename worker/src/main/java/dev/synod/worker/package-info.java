/**
 * The worker: drives workflow runs, evaluates their expressions in child processes and calls HTTP
 * endpoints for them. It holds no state of its own; what it has not handed in is done again by the
 * next.
 */
@NullMarked
package dev.synod.worker;

import org.jspecify.annotations.NullMarked;
