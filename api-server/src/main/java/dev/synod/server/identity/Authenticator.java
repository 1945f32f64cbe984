package dev.synod.server.identity;

import dev.synod.kernel.agent.AgentRef;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Turns an {@code Authorization} header into a {@link Subject}, or says why not. */
@ApplicationScoped
public class Authenticator {
  private static final Set<String> PEOPLE_ROLES =
      Set.of("viewer", "editor", "governor", "auditor", "admin", Subject.BREAK_GLASS);

  /** A realm role, or one that is narrowed to a namespace. */
  private static final Pattern SCOPED =
      Pattern.compile("([a-z]+(?:-[a-z]+)?)(:[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?");

  private static final String SERVICE_ACCOUNT_USER = "service-account-";

  private final IdentityConfig config;
  private final AgentRegistry agents;
  private final Clock clock;
  private final List<TokenVerifier.Issuer> issuers;
  private final TokenVerifier verifier;

  @Inject
  public Authenticator(
      IdentityConfig config,
      AgentRegistry agents,
      Clock clock,
      @ConfigProperty(name = "synod.log.data-dir") Path dataDir) {
    this.config = config;
    this.agents = agents;
    this.clock = clock;
    this.issuers = issuers(config, dataDir);
    this.verifier = new TokenVerifier(issuers, config.audience(), config.clockSkew(), clock);
  }

  /** Reads the keys early, beside the start, so that the first caller doesn't wait for them. */
  void warmUp(@Observes StartupEvent start) {
    issuers.forEach(issuer -> Thread.ofVirtual().name("keys").start(issuer.keys()::refresh));
  }

  /**
   * Who sent this header.
   *
   * @throws UnauthenticatedException with the reason
   * @throws KeysUnavailableException while the issuer's keys were never seen
   */
  public Subject authenticate(@Nullable String authorization) {
    if (authorization == null || authorization.isBlank()) {
      throw new UnauthenticatedException(
          "Expected the header 'Authorization: Bearer TOKEN', but found none.");
    }
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new UnauthenticatedException(
          "Expected the scheme 'Bearer' in the header 'Authorization', but found another.");
    }
    return switch (verifier.verify(authorization.substring(7).strip())) {
      case TokenClaims.OfRealm claims -> ofRealm(claims);
      case TokenClaims.OfCluster claims -> ofCluster(claims);
    };
  }

  /** Whether the token that a subject came with has run out since. */
  public boolean isExpired(Subject subject) {
    return !clock.instant().isBefore(subject.expiresAt());
  }

  private Subject ofRealm(TokenClaims.OfRealm claims) {
    String client = claims.client() == null ? "" : claims.client();
    Optional<AgentRef> agent = agents.ofClient(client);
    if (agent.isPresent()) {
      AgentRef name = agent.get();
      return new Subject(
          name.subject(),
          Subject.Kind.AGENT,
          roles("agent"),
          name.namespace(),
          name.name(),
          claims.expiresAt());
    }
    String username = claims.username();
    if (username == null || username.startsWith(SERVICE_ACCOUNT_USER)) {
      throw new UnauthenticatedException(
          "Expected a person's token or that of a declared Agent's client, but the client '%s' belongs to no Agent that is declared."
              .formatted(client));
    }
    return new Subject(
        "person:" + username,
        Subject.Kind.PERSON,
        peopleRoles(claims.roles()),
        "",
        username,
        claims.expiresAt());
  }

  private Subject ofCluster(TokenClaims.OfCluster claims) {
    if (claims.account().equals(config.cluster().operatorAccount())) {
      return service("operator", "declarer", claims);
    }
    if (claims.account().equals(config.cluster().workerAccount())) {
      return service("worker", "worker", claims);
    }
    throw new UnauthenticatedException(
        "Expected the service account of the operator or of the worker, but found '%s'."
            .formatted(claims.account()));
  }

  private static Subject service(String name, String role, TokenClaims.OfCluster claims) {
    return new Subject(
        "service:" + name, Subject.Kind.SERVICE, roles(role), "", name, claims.expiresAt());
  }

  private static SortedSet<String> peopleRoles(SortedSet<String> claimed) {
    var roles = new TreeSet<String>();
    for (String role : claimed) {
      var matcher = SCOPED.matcher(role);
      if (matcher.matches() && PEOPLE_ROLES.contains(matcher.group(1))) {
        roles.add(role);
      }
    }
    return roles;
  }

  private static SortedSet<String> roles(String role) {
    return new TreeSet<>(Set.of(role));
  }

  private static List<TokenVerifier.Issuer> issuers(IdentityConfig config, Path dataDir) {
    var issuers = new ArrayList<TokenVerifier.Issuer>();
    IdentityConfig.Realm realm = config.realm();
    realm
        .issuer()
        .ifPresent(
            issuer ->
                issuers.add(
                    new TokenVerifier.Issuer(
                        issuer,
                        TokenVerifier.Origin.REALM,
                        keys(
                            issuer,
                            KeySource.url(
                                realm
                                    .keysUrl()
                                    .orElseGet(
                                        () ->
                                            URI.create(issuer + "/protocol/openid-connect/certs")),
                                Optional.empty(),
                                Optional.empty()),
                            dataDir.resolve("issuer-keys/realm.json"),
                            realm))));
    IdentityConfig.Cluster cluster = config.cluster();
    cluster
        .issuer()
        .ifPresent(
            issuer ->
                clusterKeys(cluster)
                    .ifPresent(
                        source ->
                            issuers.add(
                                new TokenVerifier.Issuer(
                                    issuer,
                                    TokenVerifier.Origin.CLUSTER,
                                    keys(
                                        issuer,
                                        source,
                                        dataDir.resolve("issuer-keys/cluster.json"),
                                        realm)))));
    return List.copyOf(issuers);
  }

  private static Optional<KeySource> clusterKeys(IdentityConfig.Cluster cluster) {
    return cluster
        .keysFile()
        .map(KeySource::file)
        .or(
            () ->
                cluster
                    .keysUrl()
                    .map(url -> KeySource.url(url, cluster.keysTokenFile(), cluster.keysCaFile())));
  }

  private static IssuerKeys keys(
      String issuer, KeySource source, Path kept, IdentityConfig.Realm times) {
    Duration interval = times.refreshInterval();
    return new IssuerKeys(
        issuer, source, Optional.of(kept), interval, times.keysMaxAge(), System::nanoTime);
  }
}
