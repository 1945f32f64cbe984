package dev.synod.architecture;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules that need no more than the letters of a file. */
final class TextRules {
  private static final int LINES_MAX = 500;

  /** The conformance kit of the Open Workflow DSL is kept as it is published. */
  private static final String FOREIGN = "workflow/src/test/resources/ctk/";

  private static final String[] CODE = {".java", ".py", ".rego", ".proto", ".sql", ".md", ".xml"};
  private static final String[] TEXT = {
    ".java",
    ".py",
    ".rego",
    ".proto",
    ".sql",
    ".md",
    ".xml",
    ".yaml",
    ".json",
    ".properties",
    ".mmd",
    ".feature",
    ".sh",
    ".options",
    ".ci/run"
  };

  // Written so that they do not find themselves.
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TO[D]O|FI[X]ME|X[X]X)\\b");
  private static final Pattern AUTHOR =
      Pattern.compile("^\\s*/?\\*+ *@auth[o]r", Pattern.MULTILINE);

  private TextRules() {}

  static List<SourceRule> rules() {
    return List.of(
        SourceRule.of(
            "no file has more than %d lines".formatted(LINES_MAX),
            repository ->
                repository
                    .in(CODE)
                    .filter(source -> source.text().lines().count() > LINES_MAX)
                    .map(
                        source ->
                            source.path() + ": has " + source.text().lines().count() + " lines")
                    .toList(),
            new Source("log/Everything.java", "\n".repeat(LINES_MAX + 1))),
        SourceRule.of(
            "nothing is left for later in a comment",
            repository -> own(repository).flatMap(source -> matches(source, UNFINISHED)).toList(),
            new Source("policies/later.rego", "# TO" + "DO: deny\n")),
        SourceRule.of(
            "no author is named: the history knows",
            repository -> own(repository).flatMap(source -> matches(source, AUTHOR)).toList(),
            new Source("kernel/Mine.java", "/**\n * @auth" + "or me\n */\n")),
        SourceRule.of(
            "every file ends with the end of a line",
            repository ->
                own(repository)
                    .filter(source -> !source.text().isEmpty() && !source.text().endsWith("\n"))
                    .map(source -> source.path() + ": ends within a line")
                    .toList(),
            new Source("examples/open.yaml", "kind: Agent")));
  }

  private static Stream<Source> own(Repository repository) {
    return Stream.concat(
            repository.in(TEXT),
            // Scripts without a suffix.
            repository.sources().stream()
                .filter(source -> source.text().startsWith("#!") && !source.path().contains(".")))
        .distinct()
        .filter(source -> !source.path().startsWith(FOREIGN));
  }

  private static Stream<String> matches(Source source, Pattern pattern) {
    Matcher matcher = pattern.matcher(source.text());
    return matcher
        .results()
        .map(found -> "%s: %s".formatted(source.at(found.start()), found.group().strip()));
  }
}
