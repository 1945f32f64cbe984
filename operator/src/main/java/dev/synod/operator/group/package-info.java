/** Reconciles CoordinationGroups. */
@NullMarked
package dev.synod.operator.group;

import org.jspecify.annotations.NullMarked;
