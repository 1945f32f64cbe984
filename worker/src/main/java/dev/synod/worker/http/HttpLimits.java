package dev.synod.worker.http;

import java.time.Duration;

/**
 * Bounds of one call.
 *
 * @param callsMax at once to one host
 * @param bodyBytesMax of the response; it must fit into the log
 * @param total with all redirections
 */
public record HttpLimits(
    int callsMax, int bodyBytesMax, Duration connect, Duration total, int redirectsMax) {
  public static final HttpLimits DEFAULT =
      new HttpLimits(64, 30 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(30), 5);

  /** These limits for as many calls and as much time as an operator of workers allows. */
  public HttpLimits with(int calls, Duration time) {
    return new HttpLimits(calls, bodyBytesMax, connect, time, redirectsMax);
  }
}
