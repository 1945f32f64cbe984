package dev.synod.examples.review.repository;

import java.time.Duration;

/**
 * What an analysis reads at most. A limit that is hit is named in the findings.
 *
 * @param commitsMax newest commits read
 * @param filesMax tracked files looked at, in path order
 * @param fileBytesMax a larger file's content is not read
 * @param totalBytesMax content read in one analysis
 * @param gitTimeout one git command
 */
public record Limits(
    int commitsMax, int filesMax, long fileBytesMax, long totalBytesMax, Duration gitTimeout) {

  /** Enough for most repositories within the deadline of the sample's workflow. */
  public static final Limits DEFAULT =
      new Limits(5_000, 50_000, 1L << 20, 256L << 20, Duration.ofSeconds(45));
}
