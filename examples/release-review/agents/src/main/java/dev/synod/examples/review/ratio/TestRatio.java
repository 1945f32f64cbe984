package dev.synod.examples.review.ratio;

import java.util.List;
import java.util.Map;

/**
 * Tests beside sources.
 *
 * @param languages source files by language
 * @param modules the largest modules, by source lines
 * @param vendoredFiles files of others in the tree, not counted
 * @param generatedFiles files that say a tool wrote them, not counted
 */
public record TestRatio(
    Counts total,
    Map<String, Long> languages,
    int moduleCount,
    List<ModuleRatio> modules,
    long vendoredFiles,
    long generatedFiles) {

  /**
   * Files and lines.
   *
   * @param testPercent test lines per hundred source lines, rounded down; 0 without sources
   */
  public record Counts(
      long sourceFiles, long sourceLines, long testFiles, long testLines, long testPercent) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    static Counts of(long sourceFiles, long sourceLines, long testFiles, long testLines) {
      return new Counts(
          sourceFiles,
          sourceLines,
          testFiles,
          testLines,
          sourceLines == 0 ? 0 : testLines * 100 / sourceLines);
    }

    Counts plus(Counts other) {
      return of(
          sourceFiles + other.sourceFiles,
          sourceLines + other.sourceLines,
          testFiles + other.testFiles,
          testLines + other.testLines);
    }
  }

  /** The ratio of one directory that holds a build file. */
  public record ModuleRatio(String module, Counts counts) {}
}
