/**
 * The sample's Java agents: they take part in the group through the SDK, and leave the work itself
 * to the analyses beside them.
 */
@NullMarked
package dev.synod.examples.review;

import org.jspecify.annotations.NullMarked;
