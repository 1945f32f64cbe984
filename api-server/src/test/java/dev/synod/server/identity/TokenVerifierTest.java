package dev.synod.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.testkit.server.Issuers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
  private static Issuers issuers;
  private static Issuers others;

  @BeforeAll
  static void issuers() throws Exception {
    issuers = new Issuers();
    others = new Issuers();
  }

  @AfterAll
  static void close() {
    issuers.close();
    others.close();
  }

  @Test
  void shouldReadPersonFromTokenOfTheRealm() {
    TokenClaims claims = verifier().verify(issuers.person("ada", "admin", "offline_access"));

    assertThat(claims)
        .isInstanceOfSatisfying(
            TokenClaims.OfRealm.class,
            realm -> {
              assertThat(realm.username()).isEqualTo("ada");
              assertThat(realm.roles()).isEqualTo(new TreeSet<>(Set.of("admin", "offline_access")));
            });
  }

  @Test
  void shouldReadAccountFromTokenOfTheCluster() {
    assertThat(verifier().verify(issuers.worker()))
        .isInstanceOfSatisfying(
            TokenClaims.OfCluster.class,
            cluster -> assertThat(cluster.account()).isEqualTo("synod-system:synod-worker"));
  }

  @Test
  void shouldRefuseTokenOfAnotherAudience() {
    JwtClaims claims = issuers.personClaims("ada");
    claims.setAudience("account");

    refused(issuers.sign(claims), "Expected a token for the audience 'synod-api'");
  }

  @Test
  void shouldRefuseTokenWithoutAudience() {
    JwtClaims claims = issuers.personClaims("ada");
    claims.unsetClaim("aud");

    refused(issuers.sign(claims), "audience");
  }

  @Test
  void shouldRefuseExpiredToken() {
    JwtClaims claims = Issuers.claims(issuers.realm(), Duration.ofMinutes(-5));
    claims.setSubject("ada");

    refused(issuers.sign(claims), "expired");
  }

  @Test
  void shouldRefuseTokenThatNeverExpires() {
    JwtClaims claims = issuers.personClaims("ada");
    claims.unsetClaim("exp");

    refused(issuers.sign(claims), "no expiry");
  }

  @Test
  void shouldRefuseTokenOfAnUnknownIssuer() {
    refused(others.person("ada", "admin"), "issuer is not one of them");
  }

  @Test
  void shouldRefuseTokenThatAnotherKeySigned() {
    JwtClaims claims = issuers.personClaims("ada", "admin");

    refused(others.sign(claims), "signature does not match");
  }

  @Test
  void shouldRefuseUnsignedToken() {
    refused("eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.", "");
    refused("rubbish", "can't be read");
    refused("a".repeat(20_000), "at most");
  }

  @Test
  void shouldNeverTellTheTokensContent() {
    JwtClaims claims = issuers.personClaims("secret-name");
    claims.setAudience("secret-audience");

    assertThatThrownBy(() -> verifier().verify(issuers.sign(claims)))
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldSayThatKeysAreUnknownWhenTheIssuerWasNeverReached() {
    var keys =
        new IssuerKeys(
            "realm",
            () -> {
              throw new IOException("down");
            },
            Optional.empty(),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            System::nanoTime);
    var verifier =
        new TokenVerifier(
            List.of(new TokenVerifier.Issuer(issuers.realm(), TokenVerifier.Origin.REALM, keys)),
            "synod-api",
            Duration.ofSeconds(30),
            Clock.systemUTC());

    assertThatThrownBy(() -> verifier.verify(issuers.person("ada")))
        .isInstanceOf(KeysUnavailableException.class);
  }

  private static void refused(String token, String reason) {
    assertThatThrownBy(() -> verifier().verify(token))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessageContaining(reason);
  }

  private static TokenVerifier verifier() {
    return new TokenVerifier(
        List.of(
            new TokenVerifier.Issuer(issuers.realm(), TokenVerifier.Origin.REALM, keys()),
            new TokenVerifier.Issuer(Issuers.CLUSTER, TokenVerifier.Origin.CLUSTER, keys())),
        "synod-api",
        Duration.ofSeconds(30),
        Clock.systemUTC());
  }

  private static IssuerKeys keys() {
    return new IssuerKeys(
        "keys",
        issuers::jwks,
        Optional.empty(),
        Duration.ofSeconds(5),
        Duration.ofMinutes(10),
        System::nanoTime);
  }
}
