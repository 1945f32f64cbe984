package dev.synod.cli.connection;

import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server: in options and the environment, then in the login file, then in the ConfigMap
 * that the cluster publishes. What comes first wins, piece by piece.
 */
final class TargetFinder {
  private static final String CLIENT_ID = "synod-cli";

  private final Environment environment;
  private final Optional<LoginFile> login;
  private final Cluster cluster;
  private @Nullable Map<String, String> published;

  /** Reads what a cluster publishes. */
  interface Cluster {
    Map<String, String> endpoints() throws CommandException;
  }

  TargetFinder(Environment environment, Optional<LoginFile> login, Cluster cluster) {
    this.environment = environment;
    this.login = login;
    this.cluster = cluster;
  }

  Target find(@Nullable String serverOption, @Nullable String authoritiesOption)
      throws CommandException {
    String server = server(serverOption);
    return new Target(
        server,
        authorities(server, authoritiesOption),
        issuer(),
        login.map(LoginFile::clientId).orElse(CLIENT_ID));
  }

  private String server(@Nullable String option) throws CommandException {
    String given = option == null ? environment.get("SYNOD_SERVER") : option;
    if (given != null) {
      return given;
    }
    return login.isPresent() ? login.get().server() : published("server");
  }

  private @Nullable String authorities(String server, @Nullable String option)
      throws CommandException {
    String file = option == null ? environment.get("SYNOD_CA_FILE") : option;
    if (file != null) {
      return read(file);
    }
    if (login.isPresent() && login.get().server().equals(server)) {
      String known = login.get().caFile();
      return known == null ? null : read(known);
    }
    return published != null ? published.get("ca.crt") : null;
  }

  private @Nullable String issuer() throws CommandException {
    String given = environment.get("SYNOD_ISSUER");
    if (given != null) {
      return given;
    }
    if (login.isPresent()) {
      return login.get().issuer();
    }
    return published != null ? published.get("issuer") : null;
  }

  private String published(String key) throws CommandException {
    if (published == null) {
      published = cluster.endpoints();
    }
    String value = published.get(key);
    if (value == null) {
      throw new CommandException(
          Exit.USAGE,
          "Expected '%s' in ConfigMap synod-system/synod-endpoints, but it has %s. Give --server, or set SYNOD_SERVER."
              .formatted(key, published.keySet()));
    }
    return value;
  }

  private static String read(String file) throws CommandException {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE,
          "Expected the certificate authorities of the server in %s, but it can't be read. Set SYNOD_CA_FILE, or give --ca-file."
              .formatted(file),
          e);
    }
  }
}
