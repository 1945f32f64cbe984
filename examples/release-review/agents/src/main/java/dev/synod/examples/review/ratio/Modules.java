package dev.synod.examples.review.ratio;

import dev.synod.examples.review.repository.TrackedFile;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The directories that hold a build file. A file belongs to the nearest one above it, else to the
 * root.
 */
final class Modules {
  /** The module of files that no build file covers. */
  static final String ROOT = ".";

  private static final Set<String> BUILD_FILES =
      Set.of(
          "pom.xml",
          "build.gradle",
          "build.gradle.kts",
          "package.json",
          "pyproject.toml",
          "setup.py",
          "setup.cfg",
          "go.mod",
          "Cargo.toml");

  private final Set<String> directories;

  private Modules(Set<String> directories) {
    this.directories = directories;
  }

  static Modules of(Collection<TrackedFile> files) {
    return new Modules(
        files.stream()
            .filter(file -> BUILD_FILES.contains(file.name()))
            .map(TrackedFile::directory)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The module's directory, or {@link #ROOT}. */
  String of(TrackedFile file) {
    String directory = file.directory();
    while (!directory.isEmpty() && !directories.contains(directory)) {
      int slash = directory.lastIndexOf('/');
      directory = slash < 0 ? "" : directory.substring(0, slash);
    }
    return directory.isEmpty() ? ROOT : directory;
  }

  /** The file's name within its module. */
  static String within(String module, TrackedFile file) {
    return module.equals(ROOT) ? file.path() : file.path().substring(module.length() + 1);
  }
}
