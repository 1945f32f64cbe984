package dev.synod.kernel;

import java.util.List;

/**
 * One entry of the log.
 *
 * @param index of the entry
 * @param timeMillis the leader's time, Unix milliseconds, never running backwards
 */
public record Batch(long index, long timeMillis, List<Request> requests) {
  /** Most requests in one batch. */
  public static final int REQUESTS_MAX = 512;
}
