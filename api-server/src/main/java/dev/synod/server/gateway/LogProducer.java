package dev.synod.server.gateway;

import dev.synod.log.LogConfig;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.ratis.RatisLog;
import dev.synod.server.projection.Projector;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Opens the replica of this process and closes it with the process. */
@ApplicationScoped
class LogProducer {
  /** Where the replica keeps its data and is reached. */
  @ConfigMapping(prefix = "synod.log")
  interface Settings {
    Path dataDir();

    int raftPort();

    /** Where history is kept; without it the journal waits for nobody. */
    Optional<String> databaseUrl();
  }

  @Produces
  @ApplicationScoped
  @Startup
  ReplicatedLog open(Settings settings) {
    try {
      LogConfig config = LogConfig.single(settings.dataDir(), settings.raftPort());
      return RatisLog.open(
          settings.databaseUrl().isPresent()
              ? config.consumedBy(Set.of(Projector.CONSUMER))
              : config);
    } catch (IOException e) {
      throw new UncheckedIOException("The log can't be opened in " + settings.dataDir(), e);
    }
  }

  void close(@Disposes ReplicatedLog log) {
    log.close();
  }
}
