package dev.synod.dev.database;

import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the archive on the class path into the cache. */
public final class PostgresDistribution {

  private static final int OWNER_EXECUTES = 0100;

  private final Path cache;

  public PostgresDistribution(Path cache) {
    this.cache = cache;
  }

  /** Unpacks it when it is missing, and answers its folder. */
  Path provide() throws IOException {
    Path home = cache.resolve("postgresql-" + version());
    if (!Files.isDirectory(home)) {
      Files.createDirectories(cache);
      Path draft = Files.createTempDirectory(cache, ".postgresql");
      try {
        unpack(draft);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        // Another clone was faster; its copy is as good.
        if (!Files.isDirectory(home)) {
          throw e;
        }
      } finally {
        FileTree.delete(draft);
      }
    }
    return home;
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream input = resource("distribution.properties")) {
      properties.load(input);
    }
    return properties.getProperty("version", "");
  }

  private static InputStream resource(String name) throws IOException {
    InputStream input = PostgresDistribution.class.getResourceAsStream(name);
    if (input == null) {
      throw new IOException("Expected %s on the class path, but it is missing".formatted(name));
    }
    return input;
  }

  private static void unpack(Path target) throws IOException {
    String processor = System.getProperty("os.arch", "").equals("aarch64") ? "arm_64" : "x86_64";
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(
                new BufferedInputStream(
                    resource("/postgres-linux-%s.txz".formatted(processor)))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("The archive wants to write outside its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    PrivateFiles.createParent(file);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      boolean executable = (entry.getMode() & OWNER_EXECUTES) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
