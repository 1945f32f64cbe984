package dev.synod.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerKeysTest {
  @TempDir Path directory;

  private long nowNanos;
  private int reads;
  private boolean down;
  private String document = "{\"keys\":[]}";

  @Test
  void shouldFindRotatedKeyAfterTheInterval() throws JoseException {
    IssuerKeys keys = keys();
    document = jwks("old");
    assertThat(keys.find("old")).isPresent();

    document = jwks("new");
    assertThat(keys.find("new")).as("within the interval").isEmpty();
    nowNanos += Duration.ofSeconds(6).toNanos();
    assertThat(keys.find("new")).isPresent();
    assertThat(keys.find("old")).isEmpty();
  }

  @Test
  void shouldAskOncePerIntervalForUnknownKeys() throws JoseException {
    IssuerKeys keys = keys();
    document = jwks("known");
    for (int i = 0; i < 100; i++) {
      keys.find("unknown");
    }

    assertThat(reads).isEqualTo(1);
  }

  @Test
  void shouldServeOnWhileTheIssuerIsAway() throws JoseException {
    IssuerKeys keys = keys();
    document = jwks("known");
    keys.find("known");
    down = true;
    nowNanos += Duration.ofHours(5).toNanos();

    assertThat(keys.find("known")).isPresent();
  }

  @Test
  void shouldRememberKeysOverARestart() throws JoseException {
    document = jwks("known");
    keys().find("known");
    down = true;

    assertThat(keys().find("known")).isPresent();
  }

  @Test
  void shouldFindNothingForTokensWithoutKeyId() throws JoseException {
    document = jwks("known");

    assertThat(keys().find(null)).isEmpty();
  }

  private IssuerKeys keys() {
    return new IssuerKeys(
        "issuer",
        this::read,
        Optional.of(directory.resolve("keys.json")),
        Duration.ofSeconds(5),
        Duration.ofMinutes(10),
        () -> nowNanos);
  }

  private String read() throws IOException {
    reads++;
    if (down) {
      throw new IOException("down");
    }
    return document;
  }

  private static String jwks(String id) throws JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId(id);
    return new JsonWebKeySet(key).toJson();
  }
}
