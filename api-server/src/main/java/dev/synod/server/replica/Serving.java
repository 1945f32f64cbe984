package dev.synod.server.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether this replica may answer anybody. One whose state is not the majority's may not, until its
 * directory is another.
 */
@ApplicationScoped
public class Serving {
  private static final Logger LOG = Logger.getLogger(Serving.class);

  private final Path directory;
  private final Clock clock;
  private volatile @Nullable Divergence divergence;

  @Inject
  Serving(ReplicaConfig config, Clock clock) {
    this.directory = config.dataDir();
    this.clock = clock;
    try {
      divergence = Divergence.in(directory).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Divergence kept = divergence;
    if (kept != null) {
      LOG.error(kept.describe());
    }
  }

  /** Why it may not. */
  public Optional<Divergence> divergence() {
    return Optional.ofNullable(divergence);
  }

  /** What whoever asks something of this replica's state is told instead, if anything. */
  public Optional<DivergedException> refusal() {
    return divergence().map(DivergedException::new);
  }

  /** From now on it may not. */
  void diverged(long index) {
    var found = new Divergence(index, clock.instant());
    divergence = found;
    LOG.error(found.describe());
    try {
      found.keep(directory);
    } catch (IOException e) {
      LOG.errorf(
          e,
          "That the state diverged can't be kept in %s; if the process ends, do not start it again before its directory is empty",
          directory);
    }
  }
}
