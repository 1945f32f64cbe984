package dev.synod.dev.toolchain;

import dev.synod.dev.workspace.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The judge of histories, a Go program of this repository: built once for each version of its
 * source, for all clones.
 */
public final class HistoryChecker {
  private static final String PROGRAM = "linearizability";
  private static final int DIGEST_CHARACTERS = 12;

  private final Path source;
  private final Path directory;

  /**
   * The judge of a clone.
   *
   * @param root of the clone
   */
  public HistoryChecker(Path root, Toolchain tools) throws IOException {
    this.source = root.resolve("testkit").resolve(PROGRAM);
    this.directory = tools.cache().resolve("tools").resolve(PROGRAM + "-" + digest(source));
  }

  /**
   * The executable, which is built where it is not there yet.
   *
   * @param log file that the compiler's output is appended to
   */
  public Path provide(Path log) throws IOException, InterruptedException {
    Path program = directory.resolve(PROGRAM);
    if (Files.isExecutable(program)) {
      return program;
    }
    Files.createDirectories(directory);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isExecutable(program)) {
        Path work = Files.createTempDirectory(directory, ".build");
        try {
          new GoBuild(directory, log).buildHere(source, work.resolve(PROGRAM));
          Files.move(work.resolve(PROGRAM), program, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          FileTree.delete(work);
        }
      }
    }
    return program;
  }

  /** Another source is another program. */
  private static String digest(Path source) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(source)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
