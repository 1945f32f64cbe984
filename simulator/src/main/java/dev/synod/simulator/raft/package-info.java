/** Replicas: a model of Raft with a disk, around the real kernel, codec, clock and tail. */
@NullMarked
package dev.synod.simulator.raft;

import org.jspecify.annotations.NullMarked;
