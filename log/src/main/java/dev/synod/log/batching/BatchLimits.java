package dev.synod.log.batching;

import dev.synod.kernel.Batch;

/**
 * Bounds of the queues and of what leaves them.
 *
 * @param requestsMax of one entry
 * @param bytesMax of the requests of one entry
 * @param inFlightMax entries that are submitted and not yet applied
 * @param queuedRequestsMax that wait in one lane
 * @param queuedBytesMax that wait in one lane
 */
public record BatchLimits(
    int requestsMax, int bytesMax, int inFlightMax, int queuedRequestsMax, long queuedBytesMax) {

  /**
   * 512 requests or 1 MiB an entry, 4 entries in flight, 65,536 requests or 64 MiB waiting in a
   * lane.
   */
  public static final BatchLimits DEFAULT =
      new BatchLimits(Batch.REQUESTS_MAX, 1024 * 1024, 4, 65_536, 64L << 20);

  public BatchLimits {
    if (requestsMax < 1 || requestsMax > Batch.REQUESTS_MAX || bytesMax < 1 || inFlightMax < 1) {
      throw new IllegalArgumentException(
          "Expected 1 to %d requests, and at least one byte and one entry in flight."
              .formatted(Batch.REQUESTS_MAX));
    }
  }
}
