package dev.synod.testkit.server;

import dev.synod.dev.process.ClassArchive;
import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The start of a packaged server, alone and with nobody to ask, that the first test of a build pays
 * for: it makes the class archive by which all others start faster.
 */
final class Rehearsal {
  private static final System.Logger LOG = System.getLogger(Rehearsal.class.getName());
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Set<Path> TRIED = new HashSet<>();

  private Rehearsal() {}

  /**
   * The archive of the build that stands there, which is made if there is none. Where it can't be
   * made, servers start without.
   *
   * @param module folder of the API server's module
   */
  static synchronized ClassArchive of(Path module) throws IOException {
    ClassArchive archive = ClassArchive.of(module);
    FileTime built =
        Files.getLastModifiedTime(module.resolve("target/quarkus-app/quarkus-run.jar"));
    if (!isOf(archive, built)) {
      Files.deleteIfExists(archive.file());
      if (TRIED.add(archive.file())) {
        make(archive, built);
      }
    }
    return archive;
  }

  private static boolean isOf(ClassArchive archive, FileTime built) throws IOException {
    return Files.exists(archive.file()) && Files.getLastModifiedTime(archive.file()).equals(built);
  }

  private static void make(ClassArchive archive, FileTime built) throws IOException {
    Path directory = Files.createTempDirectory(archive.file().getParent(), "rehearsal");
    try {
      Path draft = directory.resolve("draft");
      rehearse(directory, new ClassArchive(draft));
      Files.setLastModifiedTime(draft, built);
      // A JVM that has the one before open keeps it.
      Files.move(draft, archive.file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (Exception | AssertionError e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.log(System.Logger.Level.WARNING, "Servers start without a class archive.", e);
    } finally {
      FileTree.delete(directory);
    }
  }

  private static void rehearse(Path directory, ClassArchive draft) throws Exception {
    var ports = FreePorts.find(2);
    try (var issuers = new Issuers();
        var server =
            new ApiServer(
                directory, issuers, "http://127.0.0.1:" + ports.getFirst(), ports.getLast())) {
      server.making(draft).launch();
      Await.until(LIMIT, "a server that makes the archive", server::isLive);
      server.stop(LIMIT);
    }
  }
}
