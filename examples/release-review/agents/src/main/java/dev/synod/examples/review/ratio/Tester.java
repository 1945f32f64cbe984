package dev.synod.examples.review.ratio;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import com.google.re2j.Pattern;
import dev.synod.examples.review.findings.Concern;
import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.findings.Verdict;
import dev.synod.examples.review.ratio.TestRatio.Counts;
import dev.synod.examples.review.ratio.TestRatio.ModuleRatio;
import dev.synod.examples.review.repository.Content;
import dev.synod.examples.review.repository.LimitReached;
import dev.synod.examples.review.repository.Repository;
import dev.synod.examples.review.repository.Repository.Tree;
import dev.synod.examples.review.repository.RepositoryException;
import dev.synod.examples.review.repository.TrackedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts test lines beside source lines in each module. */
public final class Tester {
  /**
   * Fewer test lines than this per hundred source lines, and the tester votes against the release.
   */
  static final int TEST_PERCENT_MIN = 10;

  /** A module with this many source lines and no test is worth a word. */
  static final int UNTESTED_LINES = 200;

  private static final int MODULES_MAX = 40;
  private static final int GENERATED_PROBE_CHARACTERS = 2_000;
  private static final Pattern VENDORED =
      Pattern.compile("(^|/)(vendor|node_modules|third_party|bower_components|dist|target)/");
  private static final Pattern GENERATED =
      Pattern.compile("(?i)code generated .{0,80}do not edit|@generated");

  private final Map<String, Counts> byModule = new TreeMap<>();
  private final Map<String, Long> languages = new TreeMap<>();
  private final Modules modules;
  private long vendored;
  private long generated;

  private Tester(Modules modules) {
    this.modules = modules;
  }

  /** Counts the files of the reviewed commit. */
  public static Findings<TestRatio> review(Repository repository) throws RepositoryException {
    Tree tree = repository.files();
    Tester tester = new Tester(Modules.of(tree.files()));
    List<LimitReached> reached = new ArrayList<>();
    if (tree.truncated()) {
      reached.add(
          new LimitReached("filesMax", repository.limits().filesMax(), "more files not counted"));
    }
    reached.addAll(repository.read(tester.sources(tree.files()), tester::count));
    TestRatio ratio = tester.ratio();
    List<Concern> concerns = concerns(ratio, repository.head() == null);
    return new Findings<>(
        "tester",
        Findings.Subject.of(repository),
        tree.files().size(),
        Verdict.of(concerns, summary(ratio)),
        concerns,
        reached,
        ratio);
  }

  private static String summary(TestRatio ratio) {
    return "%d test lines beside %d source lines: %d %% (at least %d %%)"
        .formatted(
            ratio.total().testLines(),
            ratio.total().sourceLines(),
            ratio.total().testPercent(),
            TEST_PERCENT_MIN);
  }

  private List<TrackedFile> sources(List<TrackedFile> files) {
    List<TrackedFile> sources = new ArrayList<>();
    for (TrackedFile file : files) {
      if (Language.of(file.name()).isEmpty()) {
        continue;
      }
      if (VENDORED.matcher(file.path()).find()) {
        vendored++;
      } else {
        sources.add(file);
      }
    }
    return sources;
  }

  private void count(TrackedFile file, Content content) {
    Optional<Language> language = Language.of(file.name());
    if (language.isEmpty() || content.isBinary()) {
      return;
    }
    String text = content.text();
    String head = text.substring(0, Math.min(text.length(), GENERATED_PROBE_CHARACTERS));
    if (GENERATED.matcher(head).find()) {
      generated++;
      return;
    }
    languages.merge(language.get().word(), 1L, Long::sum);
    String module = modules.of(file);
    byModule.merge(
        module, counts(language.get(), Modules.within(module, file), content), Counts::plus);
  }

  private static Counts counts(Language language, String path, Content content) {
    long lines = content.lines();
    if (language.isTest(path)) {
      return Counts.of(0, 0, 1, lines);
    }
    String marker = language.inlineTestMarker();
    int tests = marker == null ? -1 : content.text().indexOf(marker);
    if (tests < 0) {
      return Counts.of(1, lines, 0, 0);
    }
    long sourceLines = content.text().substring(0, tests).chars().filter(c -> c == '\n').count();
    return Counts.of(1, sourceLines, 0, lines - sourceLines);
  }

  private TestRatio ratio() {
    return new TestRatio(
        byModule.values().stream().reduce(Counts.NONE, Counts::plus),
        languages,
        byModule.size(),
        byModule.entrySet().stream()
            .map(entry -> new ModuleRatio(entry.getKey(), entry.getValue()))
            .sorted(
                comparingLong((ModuleRatio module) -> module.counts().sourceLines())
                    .reversed()
                    .thenComparing(comparing(ModuleRatio::module)))
            .limit(MODULES_MAX)
            .toList(),
        vendored,
        generated);
  }

  private static List<Concern> concerns(TestRatio ratio, boolean empty) {
    if (empty) {
      return List.of(Concern.blocking("no-commit", "the repository has no commit"));
    }
    if (ratio.total().sourceLines() == 0) {
      return List.of(Concern.notable("no-source", "no source in a language that the tester knows"));
    }
    List<Concern> concerns = new ArrayList<>();
    if (ratio.total().testPercent() < TEST_PERCENT_MIN) {
      concerns.add(Concern.blocking("test-ratio", summary(ratio)));
    }
    String untested =
        ratio.modules().stream()
            .filter(module -> module.counts().testLines() == 0)
            .filter(module -> module.counts().sourceLines() >= UNTESTED_LINES)
            .map(ModuleRatio::module)
            .collect(Collectors.joining(", "));
    if (!untested.isEmpty()) {
      concerns.add(Concern.notable("untested-module", "modules without a test: " + untested));
    }
    return concerns;
  }
}
