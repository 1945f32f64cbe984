/** Policies that namespaces declare, and the emergency in which they are left out. */
@NullMarked
package dev.synod.kernel.policy;

import org.jspecify.annotations.NullMarked;
