package dev.synod.cli.connection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens from earlier calls, in a file that its owner alone can read. A token is kept for one
 * server: another that names the same issuer does not get it.
 */
final class TokenStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "tokens.json";

  private final Path directory;

  TokenStore(Path directory) {
    this.directory = directory;
  }

  /**
   * A login.
   *
   * @param user who it is
   */
  record Key(String server, String issuer, String user) {
    private String text() {
      return String.join(" ", server, issuer, user);
    }
  }

  /**
   * Tokens.
   *
   * @param expiresAtMillis of the access token
   * @param refresh to get the next; null where there is none
   * @param refreshExpiresAtMillis of the refresh token; 0 where it does not expire
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Kept(
      String access, long expiresAtMillis, @Nullable String refresh, long refreshExpiresAtMillis) {
    @Override
    public String toString() {
      return "Kept[expiresAtMillis=" + expiresAtMillis + "]";
    }
  }

  /**
   * The file.
   *
   * @param current who is logged in, by server
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Content(
      @Nullable Map<String, String> current, @Nullable Map<String, Kept> tokens) {
    Map<String, String> users() {
      return current == null ? new TreeMap<>() : new TreeMap<>(current);
    }

    Map<String, Kept> byKey() {
      return tokens == null ? new TreeMap<>() : new TreeMap<>(tokens);
    }
  }

  Optional<Kept> get(Key key) {
    return Optional.ofNullable(read().byKey().get(key.text()));
  }

  /** Who logged in to a server last and did not log out. */
  Optional<String> currentUser(String server) {
    return Optional.ofNullable(read().users().get(server));
  }

  void put(Key key, Kept kept) throws IOException {
    Content content = read();
    var tokens = content.byKey();
    tokens.put(key.text(), kept);
    write(new Content(content.users(), tokens));
  }

  void setCurrentUser(String server, String user) throws IOException {
    Content content = read();
    var users = content.users();
    users.put(server, user);
    write(new Content(users, content.byKey()));
  }

  void remove(Key key) throws IOException {
    Content content = read();
    var tokens = content.byKey();
    tokens.remove(key.text());
    var users = content.users();
    users.remove(key.server(), key.user());
    write(new Content(users, tokens));
  }

  private Content read() {
    try {
      return JSON.readValue(Files.readAllBytes(directory.resolve(FILE)), Content.class);
    } catch (IOException e) {
      // No file, or none that is understood: whoever asks logs in again.
      return new Content(null, null);
    }
  }

  private void write(Content content) throws IOException {
    var forDirectory =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(directory, forDirectory);
    var forFile =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path draft = Files.createTempFile(directory, "tokens", ".new", forFile);
    try {
      Files.write(draft, JSON.writeValueAsBytes(content));
      Files.move(
          draft,
          directory.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
