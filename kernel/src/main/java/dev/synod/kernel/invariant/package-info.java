/**
 * What holds in every state, and from one state to the next, whatever was asked: for tests and for
 * simulations. Nothing here is on the path of a request.
 */
@NullMarked
package dev.synod.kernel.invariant;

import org.jspecify.annotations.NullMarked;
