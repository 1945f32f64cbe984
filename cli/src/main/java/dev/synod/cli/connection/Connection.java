package dev.synod.cli.connection;

import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.sdk.Tls;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How the server is found and asked.
 *
 * @param server URL; null to find it
 * @param authoritiesFile PEM; null to find it
 */
public record Connection(
    Environment environment,
    @Nullable String server,
    @Nullable String authoritiesFile,
    Login.Who who,
    InstantSource clock) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final String NAMESPACE_DEFAULT = "default";

  /** Who can log in, and as whom. */
  public Login login() throws CommandException {
    Optional<LoginFile> file = loginFile();
    return login(target(file), file);
  }

  /** The server, ready to be asked. */
  public Api api() throws CommandException {
    Optional<LoginFile> file = loginFile();
    Target target = target(file);
    requireEncryption(target);
    return new Api(target, login(target, file), client(target.authorities()));
  }

  /** The namespace that is meant where none is named. */
  public String namespace() {
    String given = environment.get("SYNOD_NAMESPACE");
    return given != null ? given : Kubeconfig.namespace(environment).orElse(NAMESPACE_DEFAULT);
  }

  private Optional<LoginFile> loginFile() throws CommandException {
    return LoginFile.find(environment.get("SYNOD_LOGIN_FILE"), environment.directory());
  }

  private Target target(Optional<LoginFile> file) throws CommandException {
    return new TargetFinder(environment, file, new KubernetesEndpoints())
        .find(server, authoritiesFile);
  }

  private Login login(Target target, Optional<LoginFile> file) throws CommandException {
    String url = target.issuer();
    Issuer issuer =
        url == null
            ? null
            : new Issuer(url, target.clientId(), client(target.authorities()), clock);
    String tokenFile =
        who.tokenFile() == null && who.user() == null
            ? environment.get("SYNOD_TOKEN_FILE")
            : who.tokenFile();
    return new Login(
        target,
        file,
        new TokenStore(environment.settingsDirectory()),
        clock,
        new Login.Who(who.user(), tokenFile),
        issuer);
  }

  private static void requireEncryption(Target target) throws CommandException {
    for (String server : target.servers()) {
      boolean isLocal = server.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:.*)?");
      if (!server.startsWith("https://") && !isLocal) {
        throw new CommandException(
            Exit.USAGE, "Expected https, for a token is sent, but found %s.".formatted(server));
      }
    }
  }

  private static HttpClient client(@Nullable String authorities) throws CommandException {
    try {
      SSLContext trust = authorities == null ? Tls.systemContext() : Tls.context(authorities);
      return HttpClient.newBuilder().sslContext(trust).connectTimeout(CONNECT_TIMEOUT).build();
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE,
          "Expected certificate authorities in PEM form in the file that --ca-file or SYNOD_CA_FILE names, but found something else.",
          e);
    }
  }
}
