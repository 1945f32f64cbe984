package dev.synod.cli.connection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a development environment is and who can log in to it, as {@code ./dev up} writes it.
 *
 * @param caFile certificate authority of the server
 * @param people who can log in; the first does unless told otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoginFile(
    String server,
    @Nullable String caFile,
    String issuer,
    String clientId,
    @Nullable List<Person> people) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path USUAL = Path.of(".dev", "login.json");

  /** Who can log in. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Person(String name, @Nullable String role, String password) {
    @Override
    public String toString() {
      return "Person[name=" + name + ", role=" + role + "]";
    }
  }

  /**
   * The login file that is given, or the one of the environment to which a directory belongs.
   *
   * @param given from {@code SYNOD_LOGIN_FILE}; null to look for {@code .dev/login.json} from the
   *     directory upwards
   */
  public static Optional<LoginFile> find(@Nullable String given, Path directory)
      throws CommandException {
    if (given != null) {
      return Optional.of(read(Path.of(given)));
    }
    for (Path up = directory.toAbsolutePath(); up != null; up = up.getParent()) {
      Path file = up.resolve(USUAL);
      if (Files.exists(file) && isTrustworthy(file)) {
        return Optional.of(read(file));
      }
    }
    return Optional.empty();
  }

  /** A file that others could have written would tell where to send what is secret. */
  private static boolean isTrustworthy(Path file) {
    try {
      var permissions = Files.getPosixFilePermissions(file);
      return !permissions.contains(PosixFilePermission.GROUP_WRITE)
          && !permissions.contains(PosixFilePermission.OTHERS_WRITE)
          && Files.getOwner(file).getName().equals(System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static LoginFile read(Path file) throws CommandException {
    try {
      LoginFile login = JSON.readValue(Files.readAllBytes(file), LoginFile.class);
      if (login.server() == null || login.issuer() == null || login.clientId() == null) {
        throw new CommandException(
            Exit.USAGE,
            "Expected server, issuer and clientId in the login file %s, but not all are there."
                .formatted(file));
      }
      return login;
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE,
          "Expected a login file at %s, but it can't be read. Is the environment up? (SYNOD_LOGIN_FILE names it.)"
              .formatted(file),
          e);
    }
  }

  /** The one who is called so, or, without a name, the first. */
  Optional<Person> person(@Nullable String name) {
    return listed().stream().filter(one -> name == null || one.name().equals(name)).findFirst();
  }

  /** The names, for messages. */
  List<String> names() {
    return listed().stream().map(Person::name).toList();
  }

  private List<Person> listed() {
    return people == null ? List.of() : people;
  }
}
