package dev.synod.planted;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The classes of the program that is about to run, as its archives have them. */
final class Program {
  private final List<Path> archives;

  private Program(List<Path> archives) {
    this.archives = List.copyOf(archives);
  }

  /**
   * This process's: on its class path, or in the archives that a packaged server is started with.
   */
  static Program running() throws IOException {
    var archives = new ArrayList<Path>();
    var entries =
        new StringTokenizer(System.getProperty("java.class.path", ""), File.pathSeparator);
    while (entries.hasMoreTokens()) {
      Path file = Path.of(entries.nextToken()).toAbsolutePath();
      Path folder = file.getParent();
      if (file.endsWith("quarkus-run.jar") && folder != null) {
        try (Stream<Path> files = Files.walk(folder)) {
          files.filter(each -> each.toString().endsWith(".jar")).forEach(archives::add);
        }
      }
    }
    return new Program(archives);
  }

  /**
   * The bytes of a class.
   *
   * @param type as the JVM names it, {@code java/lang/Object}
   */
  byte[] bytesOf(String type) throws IOException, NotPlantedException {
    try (InputStream bytes = open(type)) {
      if (bytes == null) {
        throw new NotPlantedException(
            "Expected the class %s in the program, but found none. Where it was renamed, name it in dev.synod.planted.Bug."
                .formatted(type.replace('/', '.')));
      }
      return bytes.readAllBytes();
    }
  }

  /** The class's bytes, or null where there is none of that name. */
  @Nullable InputStream open(String type) {
    String name = type + ".class";
    InputStream onPath = ClassLoader.getSystemResourceAsStream(name);
    if (onPath != null) {
      return onPath;
    }
    try {
      for (Path archive : archives) {
        try (var zip = new ZipFile(archive.toFile())) {
          var entry = zip.getEntry(name);
          if (entry != null) {
            return new ByteArrayInputStream(zip.getInputStream(entry).readAllBytes());
          }
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
