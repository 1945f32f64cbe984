package dev.synod.examples.review.risk;

import java.util.List;

/**
 * What may go wrong with a release.
 *
 * @param flagged whether a person must decide: a secret, or a blob over the limit
 * @param hotSpots large files that change much, the hottest first
 * @param blobsOverLimit binary files over {@code blobBytesMax}, the largest first
 * @param secretCount all that were found; {@code secrets} lists the first of them
 */
public record Risks(
    boolean flagged,
    List<HotSpot> hotSpots,
    long blobBytesMax,
    List<Blob> blobsOverLimit,
    int secretCount,
    List<Secret> secrets) {

  /**
   * A file where defects gather: much code that changes much (A. Tornhill, Your Code as a Crime
   * Scene).
   *
   * @param score changed lines times lines
   */
  public record HotSpot(String path, long changedLines, long lines, long score) {}

  /** A binary file. */
  public record Blob(String path, long bytes) {}

  /**
   * Where a secret seems to be.
   *
   * @param rule the pattern that matched
   * @param line from 1
   * @param masked enough to find it, too little to use it
   */
  public record Secret(String rule, String path, long line, String masked) {}
}
