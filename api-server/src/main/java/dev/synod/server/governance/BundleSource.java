package dev.synod.server.governance;

import io.quarkus.runtime.util.ClassPathUtils;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the base bundle's files, from a directory or from this archive. */
final class BundleSource {
  private static final String IN_ARCHIVE = "policies/synod";
  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final int FILES_MAX = 1_000;

  private final Optional<Path> directory;

  BundleSource(Optional<Path> directory) {
    this.directory = directory;
  }

  /** Reads all modules and data, without tests, by their path within the bundle. */
  SortedMap<String, byte[]> read() throws IOException {
    var files = new TreeMap<String, byte[]>();
    if (directory.isPresent()) {
      collect(directory.get(), files);
    } else {
      ClassPathUtils.consumeAsPaths(IN_ARCHIVE, root -> collectUnchecked(root, files));
    }
    if (files.isEmpty()) {
      throw new IOException(
          "Expected policies in %s, but found none."
              .formatted(directory.map(Path::toString).orElse("the archive")));
    }
    return files;
  }

  private static void collectUnchecked(Path root, Map<String, byte[]> files) {
    try {
      collect(root, files);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Expected policies in " + root, e);
    }
  }

  private static void collect(Path root, Map<String, byte[]> files) throws IOException {
    try (Stream<Path> paths = Files.walk(root, 8, FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : paths.filter(Files::isRegularFile).filter(BundleSource::belongs).toList()) {
        if (Files.size(path) > FILE_BYTES_MAX || files.size() >= FILES_MAX) {
          throw new IOException(
              "Expected at most %d files of %d bytes under %s."
                  .formatted(FILES_MAX, FILE_BYTES_MAX, root));
        }
        files.put("synod/" + root.relativize(path), Files.readAllBytes(path));
      }
    }
  }

  private static boolean belongs(Path path) {
    String name = path.getFileName().toString();
    return (name.endsWith(".rego") && !name.endsWith("_test.rego")) || name.equals("data.json");
  }
}
