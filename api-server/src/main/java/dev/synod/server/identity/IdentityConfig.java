package dev.synod.server.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Which issuers are trusted, and for what. */
@ConfigMapping(prefix = "synod.identity")
public interface IdentityConfig {

  /** The audience that every token must carry. */
  @WithDefault("synod-api")
  String audience();

  /** The difference between clocks that is forgiven when a token's times are checked. */
  @WithDefault("30s")
  Duration clockSkew();

  /** The realm that people and agents come from. */
  Realm realm();

  /** The cluster that our own processes come from. */
  Cluster cluster();

  /** A Keycloak realm. */
  interface Realm {
    /** The issuer as it stands in tokens, such as {@code http://127.0.0.1:17005/realms/synod}. */
    Optional<String> issuer();

    /** Where its keys are, when not under the issuer. */
    Optional<URI> keysUrl();

    /** The least time between two looks at its keys because of an unknown key id. */
    @WithDefault("5s")
    Duration refreshInterval();

    /** The time after which its keys are looked at again although nothing is amiss. */
    @WithDefault("10m")
    Duration keysMaxAge();
  }

  /** A Kubernetes cluster that signs service-account tokens. */
  interface Cluster {
    Optional<String> issuer();

    Optional<Path> keysFile();

    Optional<URI> keysUrl();

    /** Bearer token for {@link #keysUrl}, where the cluster asks for one. */
    Optional<Path> keysTokenFile();

    /** PEM of the authority that signs the certificate of {@link #keysUrl}. */
    Optional<Path> keysCaFile();

    /** {@code namespace:name} of the service account with the role {@code declarer}. */
    @WithDefault("synod-system:synod-operator")
    String operatorAccount();

    /** {@code namespace:name} of the service account with the role {@code worker}. */
    @WithDefault("synod-system:synod-worker")
    String workerAccount();
  }
}
