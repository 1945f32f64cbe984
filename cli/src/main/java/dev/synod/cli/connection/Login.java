package dev.synod.cli.connection;

import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asks, and the token that proves it. */
public final class Login {
  private static final long MARGIN_MILLIS = 10_000;

  private final Target target;
  private final Optional<LoginFile> file;
  private final TokenStore store;
  private final InstantSource clock;
  private final Who who;
  private final @Nullable Issuer issuer;

  /**
   * Who is wanted.
   *
   * @param user name of a person; null for the one who is logged in
   * @param tokenFile with the token of a service account; null for a person
   */
  public record Who(@Nullable String user, @Nullable String tokenFile) {}

  Login(
      Target target,
      Optional<LoginFile> file,
      TokenStore store,
      InstantSource clock,
      Who who,
      @Nullable Issuer issuer) {
    this.target = target;
    this.file = file;
    this.store = store;
    this.clock = clock;
    this.who = who;
    this.issuer = issuer;
  }

  /** A token that is good for the next call. */
  String token() throws CommandException, InterruptedException {
    String tokenFile = who.tokenFile();
    if (tokenFile != null) {
      return read(tokenFile);
    }
    String user = user();
    TokenStore.Key key = key(user);
    Optional<TokenStore.Kept> kept = store.get(key);
    if (kept.isPresent() && kept.get().expiresAtMillis() - MARGIN_MILLIS > clock.millis()) {
      return kept.get().access();
    }
    String refresh = kept.map(TokenStore.Kept::refresh).orElse(null);
    if (refresh != null) {
      try {
        return keep(key, issuer().refresh(refresh));
      } catch (Issuer.RefusedException e) {
        // It has expired, or the session was ended: as if there were none.
        return keep(key, byPassword(user));
      }
    }
    return keep(key, byPassword(user));
  }

  /** Lets go of a token that the server did not accept; false where there is no other way. */
  boolean refused() throws CommandException {
    if (who.tokenFile() != null) {
      return false;
    }
    try {
      String user = user();
      boolean wasKept = store.get(key(user)).isPresent();
      Optional<String> current = store.currentUser(target.server());
      store.remove(key(user));
      if (current.isPresent()) {
        store.setCurrentUser(target.server(), current.get());
      }
      return wasKept && file.flatMap(login -> login.person(user)).isPresent();
    } catch (IOException e) {
      throw notKept(e);
    }
  }

  /** Logs in with a password, and keeps the tokens. */
  public void login(String user, String password) throws CommandException, InterruptedException {
    try {
      keep(key(user), issuer().password(user, password));
      store.setCurrentUser(target.server(), user);
    } catch (Issuer.RefusedException e) {
      throw refused(user, e);
    } catch (IOException e) {
      throw notKept(e);
    }
  }

  /** Forgets the tokens of who is logged in, here and at the issuer. */
  public void logout() throws CommandException, InterruptedException {
    String user = user();
    Optional<TokenStore.Kept> kept = store.get(key(user));
    try {
      store.remove(key(user));
    } catch (IOException e) {
      throw notKept(e);
    }
    String refresh = kept.map(TokenStore.Kept::refresh).orElse(null);
    if (refresh != null) {
      issuer().logout(refresh);
    }
  }

  /** The one who asks. */
  public String user() throws CommandException {
    String wanted = who.user();
    if (wanted != null) {
      return wanted;
    }
    Optional<String> known =
        store
            .currentUser(target.server())
            .or(() -> file.flatMap(login -> login.person(null)).map(LoginFile.Person::name));
    return known.orElseThrow(
        () ->
            new CommandException(
                Exit.DENIED,
                "Expected somebody to be logged in to %s, but nobody is. Run: kubectl synod login USER"
                    .formatted(target.server())));
  }

  /** The password that the login file has for a person. */
  public Optional<String> knownPassword(String user) {
    return file.flatMap(login -> login.person(user)).map(LoginFile.Person::password);
  }

  private TokenStore.Kept byPassword(String user) throws CommandException, InterruptedException {
    String password =
        knownPassword(user)
            .orElseThrow(
                () ->
                    new CommandException(
                        Exit.DENIED,
                        file.isPresent()
                            ? "Expected one of %s, but found '%s'. Choose with --as."
                                .formatted(file.get().names(), user)
                            : "Expected %s to be logged in to %s, but the login has ended. Run: kubectl synod login %s"
                                .formatted(user, target.server(), user)));
    try {
      return issuer().password(user, password);
    } catch (Issuer.RefusedException e) {
      throw refused(user, e);
    }
  }

  private static CommandException refused(String user, Issuer.RefusedException refusal) {
    return new CommandException(
        Exit.DENIED,
        "Expected a token for %s, but the issuer refused: %s."
            .formatted(user, refusal.getMessage()),
        refusal);
  }

  private String keep(TokenStore.Key key, TokenStore.Kept kept) throws CommandException {
    try {
      store.put(key, kept);
    } catch (IOException e) {
      throw notKept(e);
    }
    return kept.access();
  }

  private static CommandException notKept(IOException cause) {
    return new CommandException(
        Exit.FAILED,
        "Expected to keep tokens in ~/.config/synod, but it can't be written: "
            + cause.getMessage(),
        cause);
  }

  private TokenStore.Key key(String user) throws CommandException {
    return new TokenStore.Key(target.server(), issuerUrl(), user);
  }

  private Issuer issuer() throws CommandException {
    Issuer known = issuer;
    if (known == null) {
      throw noIssuer();
    }
    return known;
  }

  private String issuerUrl() throws CommandException {
    String url = target.issuer();
    if (url == null) {
      throw noIssuer();
    }
    return url;
  }

  private CommandException noIssuer() {
    return new CommandException(
        Exit.USAGE,
        "Expected to know the issuer of tokens for %s, but do not. Set SYNOD_ISSUER, or give --token-file."
            .formatted(target.server()));
  }

  private static String read(String tokenFile) throws CommandException {
    try {
      String token = Files.readString(Path.of(tokenFile)).strip();
      if (!token.isEmpty()) {
        return token;
      }
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "Expected a token in %s, but it can't be read.".formatted(tokenFile), e);
    }
    throw new CommandException(
        Exit.USAGE, "Expected a token in %s, but it is empty.".formatted(tokenFile));
  }
}
