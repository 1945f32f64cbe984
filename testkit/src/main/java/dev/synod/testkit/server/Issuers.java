package dev.synod.testkit.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Issuers of tokens with keys of their own: a realm whose keys are served over HTTP, and a
 * cluster's in a file.
 */
public final class Issuers implements AutoCloseable {
  public static final String CLUSTER = "https://kubernetes.default.svc";
  private static final String AUDIENCE = "synod-api";

  private final InetAddress address;
  private final RsaJsonWebKey key;
  private HttpServer keys;

  public Issuers() throws IOException, JoseException {
    this(InetAddress.getLoopbackAddress());
  }

  /** Issuers whose keys are served on an address, where servers elsewhere reach them. */
  public Issuers(InetAddress address) throws IOException, JoseException {
    this.address = address;
    key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId("k1");
    keys = serve(0);
  }

  private HttpServer serve(int port) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = jwks().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** Takes the realm away. */
  public void stop() {
    keys.stop(0);
  }

  /** Gives the realm back, on the port where it was. */
  public void restart(int port) throws IOException {
    keys = serve(port);
  }

  public String realm() {
    return "http://"
        + address.getHostAddress()
        + ":"
        + keys.getAddress().getPort()
        + "/realms/synod";
  }

  public String jwks() {
    return new JsonWebKeySet(key).toJson();
  }

  public Path jwksFile(Path directory) throws IOException {
    return Files.writeString(directory.resolve("jwks.json"), jwks());
  }

  /** A person's token with realm roles. */
  public String person(String name, String... roles) {
    return sign(personClaims(name, roles));
  }

  public JwtClaims personClaims(String name, String... roles) {
    JwtClaims claims = claims(realm(), Duration.ofHours(1));
    claims.setSubject(name);
    claims.setClaim("preferred_username", name);
    claims.setClaim("azp", "synod-cli");
    claims.setClaim("realm_access", Map.of("roles", List.of(roles)));
    return claims;
  }

  /**
   * The token of an agent's client, which also claims the role that counts for nothing by itself.
   */
  public String agent(String namespace, String name) {
    return agent(namespace, name, Duration.ofHours(1));
  }

  /** The token of an agent's client that runs out after a time. */
  public String agent(String namespace, String name, Duration lifetime) {
    String client = "agent-" + namespace + "." + name;
    JwtClaims claims = claims(realm(), lifetime);
    claims.setSubject(client);
    claims.setClaim("preferred_username", "service-account-" + client);
    claims.setClaim("azp", client);
    claims.setClaim("realm_access", Map.of("roles", List.of("agent", "admin")));
    return sign(claims);
  }

  public String operator() {
    return account("synod-system", "synod-operator");
  }

  public String worker() {
    return account("synod-system", "synod-worker");
  }

  public String account(String namespace, String name) {
    JwtClaims claims = claims(CLUSTER, Duration.ofHours(1));
    claims.setSubject("system:serviceaccount:" + namespace + ":" + name);
    return sign(claims);
  }

  /** Claims with issuer, audience and times. */
  public static JwtClaims claims(String issuer, Duration lifetime) {
    var claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setAudience(AUDIENCE);
    claims.setIssuedAtToNow();
    claims.setExpirationTime(
        NumericDate.fromMilliseconds(Instant.now().plus(lifetime).toEpochMilli()));
    return claims;
  }

  public String sign(JwtClaims claims) {
    var signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    keys.stop(0);
  }
}
