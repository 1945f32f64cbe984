/** The Workflow resource: an Open Workflow definition that runs follow. */
@NullMarked
package dev.synod.crds.workflow;

import org.jspecify.annotations.NullMarked;
