/** The Agent resource: one kind of worker that can be given tasks, and who runs it. */
@NullMarked
package dev.synod.crds.agent;

import org.jspecify.annotations.NullMarked;
