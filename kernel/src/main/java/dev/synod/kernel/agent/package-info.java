/** Agents as they are declared. */
@NullMarked
package dev.synod.kernel.agent;

import org.jspecify.annotations.NullMarked;
