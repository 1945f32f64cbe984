package dev.synod.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that is kept under version control, and what is about to be. */
final class Repository {
  /** In so many bytes git, too, looks for the NUL of a binary file. */
  private static final int BINARY_BYTES = 8_000;

  private static final Pattern FOLDER = Pattern.compile("/[^/]+$");

  private final List<Source> sources;
  private @Nullable List<Node> nodes;

  Repository(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  static Repository of(Source... sources) {
    return new Repository(List.of(sources));
  }

  /** The clone that this test runs in. */
  static Repository clone(Path root) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (git.waitFor() != 0) {
      throw new IOException(
          "Expected git to list the files of %s, but it ended with code %d."
              .formatted(root, git.exitValue()));
    }
    var sources = new ArrayList<Source>();
    // While a merge is unresolved, a file stands there once for each side.
    for (String path : new TreeSet<>(List.of(listed.split("\0")))) {
      if (Files.isRegularFile(root.resolve(path))) {
        sources.add(new Source(path, text(Files.readAllBytes(root.resolve(path)))));
      }
    }
    return new Repository(List.copyOf(sources));
  }

  /** The text of a file; nothing of one that is none, which a NUL near its beginning shows. */
  private static String text(byte[] content) {
    for (int i = 0; i < Math.min(content.length, BINARY_BYTES); i++) {
      if (content[i] == 0) {
        return "";
      }
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  List<Source> sources() {
    return sources;
  }

  /** The trees of its Java files; parsed once, for every rule over Java asks for them. */
  synchronized Stream<Node> nodes() {
    if (nodes == null) {
      nodes = Nodes.of(sources.stream().filter(Source::isJava).toList());
    }
    return nodes.stream();
  }

  Stream<Source> in(String... suffixes) {
    return sources.stream().filter(source -> Stream.of(suffixes).anyMatch(source.path()::endsWith));
  }

  Optional<Source> file(String path) {
    return sources.stream().filter(source -> source.path().equals(path)).findFirst();
  }

  /** Whether a file or a folder is there. */
  boolean has(String path) {
    return paths().contains(path);
  }

  private Set<String> paths() {
    return sources.stream()
        .flatMap(
            source ->
                Stream.iterate(
                    source.path(),
                    path -> !path.isEmpty(),
                    path -> path.contains("/") ? FOLDER.matcher(path).replaceFirst("") : ""))
        .collect(Collectors.toSet());
  }
}
