package dev.synod.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Where bearer tokens come from. */
@FunctionalInterface
public interface TokenSource {
  /**
   * A token that is good for the next call.
   *
   * @throws IOException where there is none at the moment; the message holds no secret
   */
  String token() throws IOException, InterruptedException;

  /** Forgets what is kept, because the server did not accept it. */
  default void refused() {}

  /**
   * Tokens of an OAuth 2.0 client (RFC 6749, section 4.4), as an Agent's credentials are mounted:
   * files {@code client-id}, {@code client-secret} and {@code token-url}, read again for each token
   * request, so that a rotated secret is picked up. A token is kept until shortly before it
   * expires.
   */
  static TokenSource clientCredentials(Path directory) {
    return new ClientCredentials(directory, Tls.systemContext(), InstantSource.system());
  }

  /**
   * The same, for a token endpoint whose certificate is signed by one of the authorities in a PEM
   * file.
   */
  static TokenSource clientCredentials(Path directory, Path authorities) throws IOException {
    return new ClientCredentials(
        directory, Tls.context(Files.readString(authorities)), InstantSource.system());
  }

  /**
   * The token in a file, read again at each call, as Kubernetes projects service account tokens.
   */
  static TokenSource file(Path file) {
    return () -> {
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw new IOException("Expected a token in %s, but the file is empty.".formatted(file));
      }
      return token;
    };
  }
}
