package dev.synod.dev.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a packaged application as the JVM had them in memory (application class data
 * sharing, JEP 350), so that the next start need not parse and verify them. It fits one build, the
 * Java that made it, and {@code UseCompactObjectHeaders} as it was then; any garbage collector will
 * do. The JVM checks that, down to the checksum of each class, and goes on without what does not
 * fit.
 */
public record ClassArchive(Path file) {
  /** The one beside the build output of a module for this Java, whether or not it was made. */
  public static ClassArchive of(Path module) {
    return new ClassArchive(module.resolve("target/classes-%s.jsa".formatted(Runtime.version())));
  }

  /** JVM options of a start that uses it; none where it was not made. */
  public List<String> use() {
    // A JVM that is told of a file and finds none shares not even the classes of the JDK.
    return Files.exists(file) ? quietly("-XX:SharedArchiveFile=" + file) : List.of();
  }

  /** JVM options of a process that makes it when it ends in good order. */
  public List<String> make() {
    return quietly("-XX:ArchiveClassesAtExit=" + file);
  }

  /** The JVM has words for each reason why an archive, or a part of it, is not used. */
  private static List<String> quietly(String option) {
    return List.of(option, "-Xshare:auto", "-Xlog:cds*=off", "-Xlog:aot*=off");
  }
}
