/**
 * Workflows in the Open Workflow DSL 1.0.x: {@link dev.synod.workflow.definition.Definitions}
 * checks and parses them, {@link dev.synod.workflow.Interpreter} advances a run of one. Everything
 * here is pure; expressions are evaluated through an interface, so that the one who drives a run
 * decides where and within which limits.
 */
@NullMarked
package dev.synod.workflow;

import org.jspecify.annotations.NullMarked;
