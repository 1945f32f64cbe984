/** The WorkflowRun resource: one execution of a Workflow. */
@NullMarked
package dev.synod.crds.run;

import org.jspecify.annotations.NullMarked;
