package dev.synod.examples.review.repository;

import java.util.ArrayList;
import java.util.List;

/**
 * Which files' contents the limits let us read. Depends on sizes alone, so the same commit reads
 * the same.
 */
record ReadingPlan(List<TrackedFile> files, List<LimitReached> reached) {

  static ReadingPlan of(List<TrackedFile> wanted, Limits limits) {
    List<TrackedFile> files = new ArrayList<>();
    long total = 0;
    int tooLarge = 0;
    int beyond = 0;
    for (TrackedFile file : wanted) {
      if (file.bytes() > limits.fileBytesMax()) {
        tooLarge++;
      } else if (total + file.bytes() > limits.totalBytesMax()) {
        beyond++;
      } else {
        total += file.bytes();
        files.add(file);
      }
    }
    List<LimitReached> reached = new ArrayList<>();
    if (tooLarge > 0) {
      reached.add(
          new LimitReached(
              "fileBytesMax",
              limits.fileBytesMax(),
              "content of " + tooLarge + " larger files not read"));
    }
    if (beyond > 0) {
      reached.add(
          new LimitReached(
              "totalBytesMax", limits.totalBytesMax(), "content of " + beyond + " files not read"));
    }
    return new ReadingPlan(List.copyOf(files), List.copyOf(reached));
  }
}
