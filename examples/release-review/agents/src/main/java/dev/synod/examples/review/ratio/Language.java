package dev.synod.examples.review.ratio;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A language's conventions: which files are its sources, and which of those are tests. */
enum Language {
  /** Also Kotlin, Groovy and Scala, which share the layout of Maven and Gradle. */
  JAVA(
      "java kt kts groovy scala",
      Pattern.compile("src/([a-z]*[tT]ests?|it|e2e|[a-z]+Test)/"),
      Pattern.compile("(.*(Test|Tests|TestCase|IT|E2E|Spec)|Test[A-Z0-9].*)\\.[a-z]+")),
  GO("go", Pattern.compile("(^|/)testdata/"), Pattern.compile(".*_test\\.go")),
  PYTHON(
      "py",
      Pattern.compile("(^|/)tests?/"),
      Pattern.compile("test_.*\\.py|.*_test\\.py|conftest\\.py")),
  JAVASCRIPT(
      "js jsx mjs cjs ts tsx mts cts",
      Pattern.compile("(^|/)(__tests__|tests?|e2e|cypress)/"),
      Pattern.compile(".*\\.(test|spec)\\.[a-z]+")),
  /** Unit tests inside a source file are counted by line, see {@link #inlineTestMarker}. */
  RUST("rs", Pattern.compile("^tests/|(^|/)tests\\.rs$"), Pattern.compile(".*_tests?\\.rs"));

  private static final Pattern MAIN_SOURCES = Pattern.compile("(^|/)src/main/");
  private static final Map<String, Language> BY_EXTENSION =
      Arrays.stream(values())
          .flatMap(
              language ->
                  Arrays.stream(language.extensions.split(" "))
                      .map(extension -> Map.entry(extension, language)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String extensions;
  private final Pattern testDirectory;
  private final Pattern testName;

  Language(String extensions, Pattern testDirectory, Pattern testName) {
    this.extensions = extensions;
    this.testDirectory = testDirectory;
    this.testName = testName;
  }

  /** The language of a file by the ending of its name. */
  static Optional<Language> of(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0
        ? Optional.empty()
        : Optional.ofNullable(BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether the file is a test.
   *
   * @param path the file's name within its module
   */
  boolean isTest(String path) {
    if (this == JAVA && MAIN_SOURCES.matcher(path).find()) {
      return false;
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    return testName.matches(name) || testDirectory.matcher(path).find();
  }

  /** The line from which on a source file holds its own tests, by convention its end. */
  @Nullable String inlineTestMarker() {
    return this == RUST ? "#[cfg(test)]" : null;
  }

  /** As it stands in the findings. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
