package dev.synod.dev.platform;

import dev.synod.dev.process.ClassArchive;
import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.PrivateFiles;
import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One of Synod's own processes. It runs from a copy of its build output, so that a later build does
 * not pull its classes away; a restart takes the newest build.
 */
record QuarkusApplication(Workspace workspace, String module) {

  private static final int DIGEST_CHARS = 16;

  /** Several processes of one module may start at the same moment. */
  private static final Object COPYING = new Object();

  private static final List<String> DEFAULT_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m");

  /**
   * Its command.
   *
   * @param name of the process, and of its log
   */
  ProcessSpec launch(String name, Map<String, String> environment)
      throws IOException, GeneralSecurityException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(options());
    command.addAll(ClassArchive.of(workspace.root().resolve(module)).use());
    command.add("-jar");
    command.add(copy().resolve("quarkus-run.jar").toString());
    return new ProcessSpec(command, environment, workspace.root(), workspace.log(name));
  }

  /** The module's own choice of JVM options, when it has made one. */
  private List<String> options() {
    Path file = workspace.root().resolve(module + "/src/main/jvm/" + module + ".options");
    return Files.exists(file) ? List.of("@" + file) : DEFAULT_OPTIONS;
  }

  private Path copy() throws IOException, GeneralSecurityException {
    Path built = workspace.root().resolve(module + "/target/quarkus-app");
    if (!Files.exists(built.resolve("quarkus-run.jar"))) {
      throw new IOException(
          "Expected the build output of %s in %s, but it is missing: ./dev down, then ./dev up"
              .formatted(module, built));
    }
    Path copy = workspace.applications().resolve(module).resolve(digest(built));
    synchronized (COPYING) {
      makeCopy(built, copy);
    }
    return copy;
  }

  private static void makeCopy(Path built, Path copy) throws IOException {
    if (!Files.isDirectory(copy)) {
      Path draft = copy.resolveSibling(copy.getFileName() + ".new");
      PrivateFiles.createParent(copy);
      FileTree.replace(built, draft);
      Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Tells two builds apart by their files' names, sizes and times. */
  private static String digest(Path folder) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String line =
            "%s %d %s\n"
                .formatted(
                    folder.relativize(file), Files.size(file), Files.getLastModifiedTime(file));
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_CHARS);
  }
}
