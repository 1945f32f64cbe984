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

  /** The longest wait for a decision, from when OPA is asked. */
  @WithDefault("2s")
  Duration decisionLimit();

  /** How much is asked at once. */
  Questions questions();

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

  /** OPA's command, which policies that are not in force are tried with. */
  Drafting drafts();

  /** What of the questions to OPA is asked at once, and what waits. */
  interface Questions {
    /** Questions at OPA; a namespace has half of them at most, and a subject a quarter. */
    @WithDefault("16")
    int inFlightMax();

    /** After which a question that waits is refused. */
    @WithDefault("5s")
    Duration waitLimit();

    /** Bytes of questions that wait; those of a subject may have a quarter of them. */
    @WithDefault("67108864")
    long waitingBytesMax();
  }

  /** How policies are tried that are not in force. */
  interface Drafting {
    /** The command's file, or its name on the path. */
    @WithDefault("opa")
    String program();

    /** After which a run of it is killed. */
    @WithDefault("10s")
    Duration limit();

    /** After which a draft is given up, over all the questions that it is asked. */
    @WithDefault("20s")
    Duration totalLimit();
  }

  /** What is kept of decisions. */
  DecisionLog decisionLog();

  /** How decisions come into the log. */
  interface DecisionLog {
    /** Within which equal denials are one, and after which decisions go into the log. */
    @WithDefault("1s")
    Duration interval();

    /** Decisions that wait for the log; beyond them there is only a count of those dropped. */
    @WithDefault("2000")
    int pendingMax();
  }

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
