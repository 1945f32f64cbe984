package dev.synod.server.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the audit trail. */
@ConfigMapping(prefix = "synod.audit")
public interface AuditConfig {
  /**
   * Private keys, one a line, that only the server's user can read. All of them sign; without a
   * file nothing is signed.
   */
  Optional<Path> keyFile();

  /** Shortest time between two checkpoints that nobody waits for. */
  @WithDefault("5s")
  Duration checkpointInterval();

  /** How long payloads are kept that nothing holds; for ever when absent. */
  Optional<Duration> payloadRetention();

  /** How often what is older is erased. */
  @WithDefault("1h")
  Duration retentionInterval();

  /** Most leaves that one export covers, shown or passed over. */
  @WithDefault("5000000")
  long exportLeavesMax();

  /** Largest archive that is made for an AuditReport resource, bytes. */
  @WithDefault("268435456")
  long reportBytesMax();

  /** All archives that are kept for AuditReport resources of one namespace, bytes. */
  @WithDefault("4294967296")
  long namespaceReportBytesMax();

  /** Exports that this replica writes at once. */
  @WithDefault("2")
  int exportsMax();

  /** Archives of AuditReport resources that this replica sends at once. */
  @WithDefault("16")
  int downloadsMax();

  /** How long one more than these waits before it is refused. */
  @WithDefault("10s")
  Duration turnWait();
}
