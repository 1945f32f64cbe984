package dev.synod.sdk;

import java.time.Duration;

/**
 * An open session.
 *
 * @param timeToLive of silence after which the server ends it
 * @param revision at which it was opened
 * @param incarnation of the state; raised by a restore from a backup
 */
public record SessionInfo(long id, Duration timeToLive, long revision, long incarnation) {}
