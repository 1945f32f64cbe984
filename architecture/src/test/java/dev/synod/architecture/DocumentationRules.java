package dev.synod.architecture;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the documentation says of the repository is so. */
final class DocumentationRules {
  private static final String DEPENDENCIES = "docs/dependencies.md";

  /** Where every module is named, in a table. */
  private static final List<String> MAPS = List.of("README.md", "docs/design.md");

  /** Pages that describe no capability, and one whose session takes minutes. */
  private static final Set<String> WITHOUT_SESSION =
      Set.of("docs/design.md", "docs/performance.md", DEPENDENCIES);

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.+)$", Pattern.MULTILINE);
  private static final Pattern INLINE_CODE = Pattern.compile("(?<!`)`([^`\\n]+)`(?!`)");
  private static final Pattern PATH = Pattern.compile("\\.?[\\w-]+(/[\\w.-]+)+/?");
  private static final Pattern FIRST_CELL = Pattern.compile("^\\| (`[^|]+) \\|", Pattern.MULTILINE);
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern GROUP =
      Pattern.compile("<(?:dependency|path)>\\s*<groupId>([^<]+)</groupId>");

  private static final Pattern MANAGED =
      Pattern.compile("<dependencyManagement>.*</dependencyManagement>", Pattern.DOTALL);
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

  private DocumentationRules() {}

  static List<SourceRule> rules() {
    return List.of(
        SourceRule.of(
            "every link leads somewhere",
            repository -> pages(repository).flatMap(page -> brokenLinks(repository, page)).toList(),
            new Source("docs/page.md", "See [the other](other.md#top).\n"),
            new Source("docs/other.md", "# Not the top\n")),
        SourceRule.of(
            "every path that is named is there",
            repository -> pages(repository).flatMap(page -> missing(repository, page)).toList(),
            new Source("docs/page.md", "Look into `docs/gone.md`.\n")),
        SourceRule.of(
            "every module is in the maps",
            DocumentationRules::unmappedModules,
            new Source("pom.xml", "<module>kernel</module>\n<module>new</module>\n"),
            new Source("README.md", "| `kernel` | core |\n"),
            new Source("docs/design.md", "| `kernel` | core |\n"),
            new Source("kernel/pom.xml", "")),
        SourceRule.of(
            "the maps name nothing that is not there",
            DocumentationRules::staleMaps,
            new Source("README.md", "| `kernel`, `console` | core |\n"),
            new Source("kernel/pom.xml", "")),
        SourceRule.of(
            "every dependency is a line in " + DEPENDENCIES,
            DocumentationRules::undocumentedDependencies,
            new Source(
                "log/pom.xml", "<dependency>\n<groupId>org.left.pad</groupId>\n</dependency>\n"),
            new Source(DEPENDENCIES, "")),
        SourceRule.of(
            DEPENDENCIES + " names no dependency that is gone",
            DocumentationRules::staleDependencies,
            new Source(DEPENDENCIES, "| Left pad | `org.left.pad` | log | pads |\n"),
            new Source("log/pom.xml", "")),
        SourceRule.of(
            "no version is managed of what no module uses",
            DocumentationRules::unusedVersions,
            new Source(
                "pom.xml",
                "<dependencyManagement><artifactId>left-pad</artifactId></dependencyManagement>\n")),
        SourceRule.of(
            "a change is told in a file that says of which kind it is",
            DocumentationRules::misnamedChanges,
            new Source("changes/quorum.md", "Quorums.\n")),
        SourceRule.of(
            "every page shows a session that DocumentationIT types",
            DocumentationRules::pagesWithoutSession,
            new Source("docs/quorum.md", "# Quorum\n```\n$ kubectl get quorums\n```\n")),
        SourceRule.of(
            "every page can be reached from the README",
            DocumentationRules::orphans,
            new Source("docs/secrets.md", "# Secrets\n"),
            new Source("README.md", "[The log](docs/log.md)\n")));
  }

  private static Stream<Source> pages(Repository repository) {
    return repository.in(".md").filter(page -> !page.path().contains("/src/"));
  }

  private static Stream<String> brokenLinks(Repository repository, Source page) {
    return LINK.matcher(page.text())
        .results()
        .filter(link -> !link.group(1).matches("(https?|mailto):.*"))
        .filter(link -> !resolves(repository, page, link.group(1)))
        .map(link -> "%s: %s leads nowhere".formatted(page.at(link.start()), link.group(1)));
  }

  private static boolean resolves(Repository repository, Source page, String link) {
    String[] parts = link.split("#", 2);
    String target = parts[0].isEmpty() ? page.path() : target(page, parts[0]);
    boolean hasHeading =
        parts.length == 1
            || repository.file(target).stream()
                .anyMatch(other -> headings(other).contains(parts[1]));
    return repository.has(target) && hasHeading;
  }

  private static String target(Source page, String link) {
    return Path.of("/", page.path()).resolveSibling(link).normalize().toString().substring(1);
  }

  private static Set<String> headings(Source page) {
    return HEADING
        .matcher(page.text())
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static Stream<String> missing(Repository repository, Source page) {
    return INLINE_CODE
        .matcher(page.text())
        .results()
        .filter(code -> PATH.matcher(code.group(1)).matches())
        // `run/review` is no path: nothing is called so at the top of the repository.
        .filter(code -> repository.has(code.group(1).split("/")[0]))
        .filter(code -> !code.group(1).contains("/target"))
        .filter(code -> !repository.has(code.group(1).replaceAll("/$", "")))
        .map(code -> "%s: %s is not there".formatted(page.at(code.start()), code.group(1)));
  }

  private static List<String> unmappedModules(Repository repository) {
    return repository.file("pom.xml").stream()
        .flatMap(
            pom ->
                MODULE
                    .matcher(pom.text())
                    .results()
                    .flatMap(
                        module ->
                            MAPS.stream()
                                .filter(map -> !isMapped(repository, map, module.group(1)))
                                .map(map -> at(pom, module) + " is not in the table of " + map)))
        .toList();
  }

  /** A module in a folder of others is mapped with its folder. */
  private static boolean isMapped(Repository repository, String map, String module) {
    return repository.file(map).stream()
        .flatMap(DocumentationRules::mapped)
        .anyMatch(name -> module.equals(name) || module.startsWith(name + "/"));
  }

  private static Stream<String> mapped(Source map) {
    return FIRST_CELL
        .matcher(map.text())
        .results()
        .flatMap(cell -> INLINE_CODE.matcher(cell.group(1)).results())
        .map(name -> name.group(1));
  }

  private static List<String> staleMaps(Repository repository) {
    return MAPS.stream()
        .flatMap(map -> repository.file(map).stream())
        .flatMap(
            map ->
                mapped(map)
                    .filter(name -> !repository.has(name))
                    .map(name -> map.path() + ": " + name + " is not there"))
        .toList();
  }

  private static List<String> undocumentedDependencies(Repository repository) {
    Set<String> documented = documented(repository);
    return repository
        .in("pom.xml")
        .flatMap(
            pom ->
                GROUP
                    .matcher(pom.text())
                    .results()
                    .filter(group -> !group.group(1).equals("dev.synod"))
                    .filter(group -> !documented.contains(group.group(1)))
                    .map(group -> at(pom, group)))
        .distinct()
        .toList();
  }

  private static List<String> staleDependencies(Repository repository) {
    var stale = new TreeSet<>(documented(repository));
    repository
        .in("pom.xml")
        .flatMap(pom -> GROUP.matcher(pom.text()).results())
        .forEach(group -> stale.remove(group.group(1)));
    return stale.stream().map(group -> DEPENDENCIES + ": " + group + " is in no pom.xml").toList();
  }

  private static List<String> unusedVersions(Repository repository) {
    String all = repository.in("pom.xml").map(Source::text).collect(Collectors.joining());
    return repository.file("pom.xml").stream()
        .flatMap(
            pom ->
                MANAGED
                    .matcher(pom.text())
                    .results()
                    .flatMap(managed -> ARTIFACT.matcher(managed.group()).results())
                    .map(artifact -> artifact.group(1))
                    .filter(artifact -> !artifact.endsWith("-bom"))
                    .filter(
                        artifact ->
                            all.split("<artifactId>" + artifact + "</artifactId>", -1).length < 3)
                    .map(artifact -> "pom.xml: no module uses " + artifact))
        .toList();
  }

  /** Group ids are the inline code of the table's second column. */
  private static Set<String> documented(Repository repository) {
    return repository.file(DEPENDENCIES).stream()
        .flatMap(page -> page.text().lines())
        .map(line -> line.split("\\|"))
        .filter(cells -> cells.length > 2)
        .flatMap(cells -> INLINE_CODE.matcher(cells[2]).results())
        .map(code -> code.group(1))
        .collect(Collectors.toSet());
  }

  private static List<String> pagesWithoutSession(Repository repository) {
    return repository.sources().stream()
        .filter(page -> page.path().matches("docs/[^/]+\\.md|README\\.md"))
        .filter(page -> !WITHOUT_SESSION.contains(page.path()))
        .filter(page -> !page.text().contains("\n```console\n$ "))
        .map(page -> page.path() + ": shows no session, a block marked console")
        .toList();
  }

  private static List<String> misnamedChanges(Repository repository) {
    return repository.sources().stream()
        .map(Source::path)
        .filter(path -> path.startsWith("changes/") && !path.equals("changes/README.md"))
        .filter(path -> !path.matches("changes/[a-z0-9-]+\\.(added|changed|fixed|removed)\\.md"))
        .map(path -> path + ": expected NAME.KIND.md, as changes/README.md tells")
        .toList();
  }

  private static List<String> orphans(Repository repository) {
    Set<String> reached =
        repository.file("README.md").stream()
            .flatMap(page -> LINK.matcher(page.text()).results())
            .map(link -> link.group(1).replaceAll("#.*", ""))
            .collect(Collectors.toSet());
    return repository.sources().stream()
        .map(Source::path)
        .filter(path -> path.matches("docs/[^/]+\\.md"))
        .filter(path -> !reached.contains(path))
        .map(path -> path + ": no link in README.md leads here")
        .toList();
  }

  private static String at(Source source, MatchResult found) {
    return source.at(found.start()) + ": " + found.group(1);
  }
}
