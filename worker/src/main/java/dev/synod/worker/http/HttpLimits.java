package dev.synod.worker.http;

import java.time.Duration;

/**
 * Bounds of one call.
 *
 * @param bodyBytesMax of the response; it must fit into the log
 * @param total with all redirections
 */
public record HttpLimits(int bodyBytesMax, Duration connect, Duration total, int redirectsMax) {
  public static final HttpLimits DEFAULT =
      new HttpLimits(30 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(30), 5);
}
