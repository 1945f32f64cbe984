package dev.synod.dev.keycloak;

import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Keycloak's files in the cache: fetched by Maven, unpacked, and optimized for its options once, so
 * that a start takes seconds. Nothing is written there later.
 */
public final class KeycloakDistribution {

  /** Options that are built in; changing them makes a new distribution. */
  private static final List<String> BUILD_OPTIONS = List.of("--db=dev-file", "--cache=local");

  private final Path cache;
  private final Properties coordinates;

  private KeycloakDistribution(Path cache, Properties coordinates) {
    this.cache = cache;
    this.coordinates = coordinates;
  }

  /** The distribution of the version that this project uses. */
  public static KeycloakDistribution in(Path cache) {
    Properties coordinates = new Properties();
    try (InputStream input =
        KeycloakDistribution.class.getResourceAsStream("distribution.properties")) {
      if (input == null) {
        throw new IllegalStateException("Expected distribution.properties beside this class");
      }
      coordinates.load(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KeycloakDistribution(cache, coordinates);
  }

  /** Unpacked and optimized. */
  public Path home() {
    return cache.resolve("keycloak-" + coordinates.getProperty("version"));
  }

  public boolean isPresent() {
    return Files.isDirectory(home());
  }

  /**
   * Fetches and builds it when it is missing; a lock keeps two clones from doing it at once.
   *
   * @param directory where Maven runs
   * @param log file for the output of Maven and of Keycloak's build
   */
  public void provide(Path directory, Path log) throws IOException, InterruptedException {
    Files.createDirectories(cache);
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve(".keycloak.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (isPresent() || !lock.isValid()) {
        return;
      }
      Path work = Files.createTempDirectory(cache, ".keycloak");
      try {
        fetch(directory, work, log);
        Path home = unpack(work);
        run(
            home,
            log,
            Stream.concat(
                    Stream.of("bash", home.resolve("bin/kc.sh").toString(), "build"),
                    BUILD_OPTIONS.stream())
                .toList());
        Files.move(home, home(), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        FileTree.delete(work);
      }
    }
  }

  private void fetch(Path directory, Path work, Path log) throws IOException, InterruptedException {
    run(
        directory,
        log,
        List.of(
            "mvn",
            "-B",
            "-ntp",
            coordinates.getProperty("plugin") + ":copy",
            "-Dartifact=" + coordinates.getProperty("artifact"),
            "-DoutputDirectory=" + work));
  }

  private static Path unpack(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      Path archive =
          files
              .filter(file -> file.toString().endsWith(".zip"))
              .findFirst()
              .orElseThrow(() -> new IOException("Maven has put no archive into " + work));
      unzip(archive, work);
      Files.delete(archive);
    }
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow(() -> new IOException("The archive has no folder in it"));
    }
  }

  private static void unzip(Path archive, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("The archive wants to write outside its folder: " + entry);
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          PrivateFiles.createParent(file);
          try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, file);
          }
        }
      }
    }
  }

  private static void run(Path directory, Path log, List<String> command)
      throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("%s ended with code %d".formatted(String.join(" ", command), exit));
    }
  }
}
