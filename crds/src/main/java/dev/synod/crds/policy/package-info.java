/** The GovernancePolicy resource: what a namespace forbids beyond the base policy. */
@NullMarked
package dev.synod.crds.policy;

import org.jspecify.annotations.NullMarked;
