package dev.synod.testkit.server;

import dev.synod.dev.process.ClassArchive;
import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The start of a packaged server, alone and with nobody to ask, that the first test of a build pays
 * for: it makes the class archive by which all others start faster.
 */
final class Rehearsal {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Rehearsal() {}

  /**
   * The archive of the build that stands there, which is made if there is none.
   *
   * @param module folder of the API server's module
   */
  static synchronized ClassArchive of(Path module) throws IOException {
    ClassArchive archive = ClassArchive.of(module);
    if (!isNewer(archive.file(), module.resolve("target/quarkus-app/quarkus-run.jar"))) {
      try {
        make(archive);
      } catch (IOException e) {
        throw e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while the class archive was made", e);
      } catch (Exception e) {
        throw new IOException("Expected to make the class archive " + archive.file(), e);
      }
    }
    return archive;
  }

  private static boolean isNewer(Path archive, Path build) throws IOException {
    return Files.exists(archive)
        && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(build)) >= 0;
  }

  private static void make(ClassArchive archive) throws Exception {
    Path directory = Files.createTempDirectory(archive.file().getParent(), "rehearsal");
    Path draft = directory.resolve("draft");
    var ports = FreePorts.find(2);
    try (var issuers = new Issuers();
        var server =
            new ApiServer(
                directory, issuers, "http://127.0.0.1:" + ports.getFirst(), ports.getLast())) {
      server.making(new ClassArchive(draft)).launch();
      Await.until(LIMIT, "a server that makes the archive", server::isLive);
      server.stop(LIMIT);
      // A JVM that has the one before open keeps it.
      Files.move(draft, archive.file(), StandardCopyOption.ATOMIC_MOVE);
    }
    FileTree.delete(directory);
  }
}
