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

  /** Most leaves that one export covers, shown or passed over. */
  @WithDefault("5000000")
  long exportLeavesMax();

  /** Exports that this replica writes at once. */
  @WithDefault("2")
  int exportsMax();
}
