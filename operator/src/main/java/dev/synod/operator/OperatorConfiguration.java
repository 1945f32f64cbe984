package dev.synod.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the operator is told by its environment; {@code synod.ca-file} is {@code SYNOD_CA_FILE}
 * there.
 */
@ConfigMapping(prefix = "synod")
public interface OperatorConfiguration {
  /** Base URLs of the API server's replicas; any of them serves. */
  List<URI> server();

  /** PEM file of the authority that signed the API server's certificate; the JDK's when absent. */
  Optional<Path> caFile();

  /** File with the operator's service-account token for the API server. */
  @WithDefault("/var/run/secrets/synod/token")
  Path tokenFile();

  /** {@code namespace/name} of the ConfigMap with the keys server, issuer and ca.crt. */
  @WithDefault("synod-system/synod-endpoints")
  String endpointsConfigmap();

  /** How long a resource that is being deleted waits for others at most. */
  @WithDefault("2m")
  Duration finalizerTimeout();

  /** How often what is declared is compared with the resources. */
  @WithDefault("30s")
  Duration comparisonInterval();

  /** How many changes of live status become reconciliations per second, for each kind. */
  @WithDefault("10")
  int liveChangesPerSecondMax();

  /** How long the API server may take to judge a change that waits for it. */
  @WithDefault("8s")
  Duration admissionLimit();

  /** The namespace whose policies may have a say everywhere. */
  @WithDefault("synod-system")
  String systemNamespace();

  /** The program that checks policies. */
  Opa opa();

  /** Where agents' clients are kept. */
  Keycloak keycloak();

  /** How one of several operators is chosen. */
  LeaderElection leaderElection();

  /** How the audit trail is witnessed. */
  Audit audit();

  /** The witness of the audit trail. */
  interface Audit {
    /** How often a checkpoint is fetched. */
    @WithDefault("30s")
    Duration witnessInterval();

    /** Where checkpoints are posted to, beside the ConfigMap; nowhere when absent. */
    Optional<URI> webhookUrl();
  }

  /** OPA's command. */
  interface Opa {
    /** Its file, or its name on the path. */
    @WithDefault("opa")
    String program();

    /** After which it is killed. */
    @WithDefault("10s")
    Duration limit();
  }

  /** Keycloak, and who the operator is there. */
  interface Keycloak {
    /** Base URL, without a realm. */
    URI url();

    /** The realm of people and agents. */
    @WithDefault("synod")
    String realm();

    /** The operator's own client, which may manage clients and nothing else. */
    @WithDefault("synod-operator")
    String clientId();

    /** File with that client's secret, read at each use. */
    @WithDefault("/var/run/secrets/synod/keycloak-client-secret")
    Path clientSecretFile();
  }

  /** The lease that the acting operator holds. */
  interface LeaderElection {
    /** Namespace of the lease. */
    @WithDefault("synod-system")
    String namespace();

    /** Name of the lease. */
    @WithDefault("synod-operator")
    String name();

    /** Who this process is; made up when absent. */
    Optional<String> identity();

    /** After how long without renewal another operator may take over. */
    @WithDefault("8s")
    Duration lease();

    /** After how long without success the holder steps down. */
    @WithDefault("5s")
    Duration renewDeadline();

    /** How often the lease is renewed or asked for. */
    @WithDefault("1s")
    Duration retryPeriod();
  }
}
