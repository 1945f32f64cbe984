/** Workflow runs: inbox, driver, memoized steps, approvals. */
@NullMarked
package dev.synod.kernel.run;

import org.jspecify.annotations.NullMarked;
