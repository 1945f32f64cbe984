package dev.synod.server.replica;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * That this replica's state is another than the majority's. It is kept in the replica's directory,
 * so that it ends with the directory and not with the process.
 *
 * @param index of the first compared entry after which the states differed
 * @param foundAt when that was found
 */
public record Divergence(long index, Instant foundAt) {
  private static final String FILE = "diverged.properties";

  /** The one that is kept in a directory. */
  static Optional<Divergence> in(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    try {
      return Optional.of(
          new Divergence(
              Long.parseLong(properties.getProperty("index", "")),
              Instant.parse(properties.getProperty("foundAt", ""))));
    } catch (RuntimeException e) {
      throw new IOException(
          "Expected 'index' and 'foundAt' in %s, but found %s. The replica's state is not the majority's: empty its directory."
              .formatted(file, properties),
          e);
    }
  }

  /** Keeps it; on disk when this returns. */
  void keep(Path directory) throws IOException {
    var properties = new Properties();
    properties.setProperty("index", Long.toString(index));
    properties.setProperty("foundAt", foundAt.toString());
    Path draft = directory.resolve(FILE + ".new");
    try (Writer writer = Files.newBufferedWriter(draft)) {
      properties.store(writer, "The state in this directory is not the majority's.");
    }
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        draft,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What it is, and what to do. */
  public String describe() {
    return "Expected this replica's state to be the majority's, but it was another after entry %d (found at %s); it serves nobody. Ask another replica. To bring this one back, stop it, empty its directory and start it: it joins as a new member."
        .formatted(index, foundAt);
  }
}
