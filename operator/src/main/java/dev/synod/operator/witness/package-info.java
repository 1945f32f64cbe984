/** Publishes the audit trail's checkpoints outside of the replicas, where they have only grown. */
@NullMarked
package dev.synod.operator.witness;

import org.jspecify.annotations.NullMarked;
