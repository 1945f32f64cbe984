package dev.synod.server.replica;

import dev.synod.log.LogStatus;
import dev.synod.log.ratis.LogDirectory;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * What a replica's directory says of whose it is: an id that is made with the directory, so that an
 * empty disk makes a new member, and how far its membership has come.
 *
 * @param id under which it votes
 */
record Passport(String id, Standing standing) {
  private static final String FILE = "replica.properties";
  private static final int RANDOM_BYTES = 6;

  /** How a replica stands to a group. */
  enum Standing {
    /** The disk is new. */
    NEW,
    /** It begins a group, which its log does not tell of yet. */
    FOUNDING,
    /** It asks to be taken into a group that there is. */
    JOINING,
    /** Its log tells who belongs to the group. */
    MEMBER
  }

  /** The one in a directory, or a new one. */
  static Passport in(Path directory, String name) throws IOException {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      var properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      return new Passport(
          properties.getProperty("id", ""),
          Standing.valueOf(properties.getProperty("standing", Standing.NEW.name())));
    }
    if (LogDirectory.isLog(directory)) {
      // From before replicas had ids of their own: there was one, of this id.
      return new Passport("r1", Standing.MEMBER);
    }
    var random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new Passport(
        LogStatus.Member.newId(name, HexFormat.of().formatHex(random)), Standing.NEW);
  }

  /** The same replica, one step on; on disk when this returns. */
  Passport become(Standing next, Path directory) throws IOException {
    var properties = new Properties();
    properties.setProperty("id", id);
    properties.setProperty("standing", next.name());
    Path draft = directory.resolve(FILE + ".new");
    try (Writer writer = Files.newBufferedWriter(draft)) {
      properties.store(writer, "This replica, for as long as this directory.");
    }
    Files.move(
        draft,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return new Passport(id, next);
  }
}
