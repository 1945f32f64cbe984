/** The dev node: runs the Deployments of Agents as local processes. */
@NullMarked
package dev.synod.dev.node;

import org.jspecify.annotations.NullMarked;
