/**
 * Java client for agents and workers: one session, exactly-once requests, leased tasks, shared
 * state, barriers and proposals. {@link dev.synod.sdk.SynodClient} is where to begin.
 */
@NullMarked
package dev.synod.sdk;

import org.jspecify.annotations.NullMarked;
