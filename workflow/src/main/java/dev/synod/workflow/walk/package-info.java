/**
 * The walk over a definition that a run's steps remember. Each task in progress is a {@link
 * dev.synod.workflow.walk.Node}; a fresh walk builds the nodes again from the steps in the run's
 * state, a walk that is kept in memory goes on from the node that a trigger is for, so that each
 * trigger costs the depth of its task and not the width of the run.
 */
@NullMarked
package dev.synod.workflow.walk;

import org.jspecify.annotations.NullMarked;
