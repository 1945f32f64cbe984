/** Checks and reconciles GovernancePolicies. */
@NullMarked
package dev.synod.operator.policy;

import org.jspecify.annotations.NullMarked;
