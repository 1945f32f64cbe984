/** Reconciles Workflows. */
@NullMarked
package dev.synod.operator.workflow;

import org.jspecify.annotations.NullMarked;
