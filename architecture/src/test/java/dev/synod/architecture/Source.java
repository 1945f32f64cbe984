package dev.synod.architecture;

/**
 * A file that is kept in the repository.
 *
 * @param path from its root
 * @param text what it holds
 */
record Source(String path, String text) {
  private static final String MAIN = "src/main/java/";

  boolean isJava() {
    return path.endsWith(".java");
  }

  /** Whether it is Java of the product: not of a test, and not of a benchmark. */
  boolean isProduct() {
    return isJava() && path.contains(MAIN) && !path.startsWith("bench/");
  }

  boolean isJavaTest() {
    return isJava() && !path.contains(MAIN);
  }

  /** Path and line of an offset, as editors and terminals understand it. */
  String at(long offset) {
    return path
        + ":"
        + (text.substring(0, (int) offset).chars().filter(c -> c == '\n').count() + 1);
  }
}
