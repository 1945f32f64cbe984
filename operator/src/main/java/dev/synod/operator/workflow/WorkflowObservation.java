package dev.synod.operator.workflow;

/**
 * What a Workflow is found to be.
 *
 * @param definition its definition, checked
 * @param groupPresent whether the group that it names exists
 */
record WorkflowObservation(CheckedDefinition definition, boolean groupPresent) {}
