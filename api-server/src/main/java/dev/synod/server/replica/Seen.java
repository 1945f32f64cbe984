package dev.synod.server.replica;

import dev.synod.api.peer.v1.PeerStatus;
import java.time.Instant;

/**
 * The last answer of another replica.
 *
 * @param at when it came
 */
record Seen(PeerStatus status, Instant at) {}
