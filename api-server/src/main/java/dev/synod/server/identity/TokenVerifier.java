package dev.synod.server.identity;

import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/** Verifies bearer tokens: signature, issuer, audience, times. */
final class TokenVerifier {
  private static final Logger LOG = Logger.getLogger(TokenVerifier.class);
  private static final int TOKEN_CHARS_MAX = 16 * 1024;
  private static final String CLUSTER_ACCOUNT_PREFIX = "system:serviceaccount:";

  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.RSA_USING_SHA384,
          AlgorithmIdentifiers.RSA_USING_SHA512,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
          AlgorithmIdentifiers.EDDSA);

  /** What an issuer's tokens stand for. */
  enum Origin {
    REALM,
    CLUSTER
  }

  /** An issuer that is trusted. */
  record Issuer(String name, Origin origin, IssuerKeys keys) {}

  private final List<Issuer> issuers;
  private final String audience;
  private final Duration clockSkew;
  private final Clock clock;

  TokenVerifier(List<Issuer> issuers, String audience, Duration clockSkew, Clock clock) {
    this.issuers = List.copyOf(issuers);
    this.audience = audience;
    this.clockSkew = clockSkew;
    this.clock = clock;
  }

  /**
   * Verifies one token.
   *
   * @throws UnauthenticatedException with the reason
   * @throws KeysUnavailableException while the issuer's keys were never seen
   */
  TokenClaims verify(String token) {
    if (token.length() > TOKEN_CHARS_MAX) {
      throw new UnauthenticatedException(
          "Expected a token of at most %d characters, but found %d."
              .formatted(TOKEN_CHARS_MAX, token.length()));
    }
    Issuer issuer = issuerOf(token);
    try {
      JwtClaims claims =
          new JwtConsumerBuilder()
              .setExpectedIssuer(issuer.name())
              .setExpectedAudience(audience)
              .setRequireExpirationTime()
              .setRequireSubject()
              .setAllowedClockSkewInSeconds((int) clockSkew.toSeconds())
              .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
              .setJwsAlgorithmConstraints(ALGORITHMS)
              .setVerificationKeyResolver((signature, nesting) -> key(issuer, signature))
              .build()
              .processToClaims(token);
      return read(issuer, claims);
    } catch (InvalidJwtException e) {
      throw refused(issuer, e);
    } catch (MalformedClaimException e) {
      LOG.debug("Malformed claim", e);
      throw new UnauthenticatedException(
          "Expected a token with well-formed claims, but one is not.");
    }
  }

  /** Looks at the unverified issuer, to know whose keys must verify the token. */
  private Issuer issuerOf(String token) {
    String found;
    try {
      JsonWebStructure structure = JsonWebStructure.fromCompactSerialization(token);
      if (!(structure instanceof JsonWebSignature signature)) {
        throw new UnauthenticatedException(
            "Expected a signed token (JWS), but found another kind.");
      }
      found = String.valueOf(JwtClaims.parse(signature.getUnverifiedPayload()).getIssuer());
    } catch (JoseException | InvalidJwtException | MalformedClaimException e) {
      LOG.debug("Malformed token", e);
      throw new UnauthenticatedException(
          "Expected a bearer token in JWT form, but it can't be read.");
    }
    return issuers.stream()
        .filter(issuer -> issuer.name().equals(found))
        .findFirst()
        .orElseThrow(
            () ->
                new UnauthenticatedException(
                    "Expected a token of a trusted issuer, but its issuer is not one of them."));
  }

  private static Key key(Issuer issuer, JsonWebSignature signature)
      throws UnresolvableKeyException {
    return issuer
        .keys()
        .find(signature.getKeyIdHeaderValue())
        .orElseThrow(
            () ->
                new UnresolvableKeyException(
                    issuer.keys().available() ? "unknown key id" : "keys not known yet"))
        .getKey();
  }

  private RuntimeException refused(Issuer issuer, InvalidJwtException e) {
    LOG.debug("Token refused", e);
    if (!issuer.keys().available()) {
      return new KeysUnavailableException(
          "The keys of the token's issuer are not known yet, for it could not be reached; try again.");
    }
    return new UnauthenticatedException(reason(e));
  }

  private String reason(InvalidJwtException e) {
    if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
      return "The token has expired; get a new one.";
    }
    if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)
        || e.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_FUTURE)) {
      return "The token is not valid yet; compare the clocks.";
    }
    if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return "Expected a token for the audience '%s', but it is for another.".formatted(audience);
    }
    if (e.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
      return "Expected a token that expires, but it has no expiry.";
    }
    if (e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
      return "The token's signature does not match its issuer's key.";
    }
    return "The token can't be verified with its issuer's keys.";
  }

  private static TokenClaims read(Issuer issuer, JwtClaims claims) throws MalformedClaimException {
    Instant expiresAt = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
    return switch (issuer.origin()) {
      case REALM ->
          new TokenClaims.OfRealm(
              claims.getStringClaimValue("azp"),
              claims.getStringClaimValue("preferred_username"),
              realmRoles(claims),
              expiresAt);
      case CLUSTER -> new TokenClaims.OfCluster(account(claims.getSubject()), expiresAt);
    };
  }

  private static SortedSet<String> realmRoles(JwtClaims claims) {
    var roles = new TreeSet<String>();
    if (claims.getClaimValue("realm_access") instanceof Map<?, ?> access
        && access.get("roles") instanceof Collection<?> named) {
      named.forEach(role -> roles.add(String.valueOf(role)));
    }
    return roles;
  }

  private static String account(String subject) {
    return Optional.of(subject)
        .filter(s -> s.startsWith(CLUSTER_ACCOUNT_PREFIX))
        .map(s -> s.substring(CLUSTER_ACCOUNT_PREFIX.length()))
        .orElseThrow(
            () ->
                new UnauthenticatedException(
                    "Expected a service account's token from the cluster, but found another kind."));
  }
}
