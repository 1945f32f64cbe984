package dev.synod.server.governance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How OPA is asked, and how it gets its bundle. */
@ConfigMapping(prefix = "synod.governance")
public interface GovernanceConfig {

  /** Where OPA answers. */
  URI opaUrl();

  /** The document that decides. */
  @WithDefault("/v1/data/synod/authz/decision")
  String decisionPath();

  /** The longest wait for a decision. */
  @WithDefault("2s")
  Duration decisionLimit();

  /** The longest life of a permit, whatever the policy says. */
  @WithDefault("10m")
  Duration permitMax();

  /** How long before its end a permit that is in use is renewed. */
  @WithDefault("30s")
  Duration renewBefore();

  /** Decisions that are kept in memory. */
  @WithDefault("50000")
  int decisionsMax();

  /** The namespace whose policies may have a say everywhere. */
  @WithDefault("synod-system")
  String systemNamespace();

  /** The bundle. */
  Bundle bundle();

  /** The bundle endpoint, on loopback and in plain HTTP, because OPA runs beside this process. */
  interface Bundle {
    @WithDefault("127.0.0.1")
    String host();

    int port();

    /** The directory of the base bundle; that in the archive where absent. */
    Optional<Path> directory();

    /** How often the directory is looked at for changes. */
    @WithDefault("1s")
    Duration watchInterval();

    /** The longest that a request is held, whatever it asks for. */
    @WithDefault("60s")
    Duration holdMax();

    /** Requests that are held at once. */
    @WithDefault("16")
    int heldMax();
  }
}
