/** The CoordinationGroup resource: who coordinates, over which state, barriers and decisions. */
@NullMarked
package dev.synod.crds.group;

import org.jspecify.annotations.NullMarked;
