/** Keeps a graph of processes and one-time tasks running, whatever order they come up in. */
@NullMarked
package dev.synod.dev.supervisor;

import org.jspecify.annotations.NullMarked;
