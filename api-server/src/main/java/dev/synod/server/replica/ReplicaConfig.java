package dev.synod.server.replica;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where this replica keeps its data, and who the others are. */
@ConfigMapping(prefix = "synod.log")
interface ReplicaConfig {
  Path dataDir();

  /** Port of the log where there are no others; it is on the loopback interface only. */
  int raftPort();

  /**
   * Free bytes on the disk of the data directory below which new requests are refused; at least 16
   * MiB. One half of it is for what was accepted before, the other keeps the log from the disk's
   * end.
   */
  @WithDefault("256M")
  MemorySize diskReserve();

  /** Where history is kept; without it the journal waits for nobody. */
  Optional<String> databaseUrl();

  /** By which people know this replica; one of {@link #replicas} where there are others. */
  @WithDefault("r1")
  String name();

  /**
   * All replicas, each {@code name=host:port/host:port} with the addresses of its log and of its
   * peer service, the same list at each of them. The first one begins the group. Empty where this
   * replica is alone.
   */
  Optional<List<String>> replicas();

  /** The replicas' private key, PEM, PKCS 8. */
  Optional<Path> peerKey();

  /** The replicas' certificate, PEM. */
  Optional<Path> peerCertificate();

  /** The authority that signs for replicas and for nobody else, PEM. */
  Optional<Path> peerAuthority();

  /** Shortest silence of a leader after which another is elected. */
  @WithDefault("500ms")
  Duration electionMin();

  /** Longest silence of a leader after which another is elected. */
  @WithDefault("1s")
  Duration electionMax();

  /**
   * Newest events that are held for watches, 1 to 1,000,000; whoever resumes behind older ones has
   * to read anew. They take up to 32 MiB of memory, whatever their number.
   */
  @WithDefault("65536")
  int tailEvents();

  /** How long a request waits for a leader before it is refused as {@code unavailable}. */
  @WithDefault("5s")
  Duration leaderWait();

  /** How long another replica may take to become the leader when this one stops. */
  @WithDefault("3s")
  Duration handOverLimit();
}
