/**
 * The replicated, durable order of commands: batching, time, Raft, snapshots, journal and watches.
 */
@NullMarked
package dev.synod.log;

import org.jspecify.annotations.NullMarked;
