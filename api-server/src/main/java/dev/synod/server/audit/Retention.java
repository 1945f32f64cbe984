package dev.synod.server.audit;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Request;
import dev.synod.kernel.audit.AuditCommand.EndRetention;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.ReplicatedLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Ends the time for which payloads are kept, by a command that leaves an entry itself. */
@ApplicationScoped
class Retention {
  private static final Logger LOG = Logger.getLogger(Retention.class);

  private final ReplicatedLog log;
  private final Clock clock;
  private final Optional<Duration> kept;
  private final Duration interval;
  private Instant last = Instant.EPOCH;

  @Inject
  Retention(ReplicatedLog log, Clock clock, AuditConfig config) {
    this.log = log;
    this.clock = clock;
    this.kept = config.payloadRetention();
    this.interval = config.retentionInterval();
  }

  /** Submits the command, if that is due; what can't be submitted now is with the next. */
  void endIfDue() {
    Instant now = clock.instant();
    if (kept.isEmpty() || now.isBefore(last.plus(interval))) {
      return;
    }
    last = now;
    long before = log.state().clock().timeMillis() - kept.get().toMillis();
    var _ =
        log.submit(new Request(Origin.system(), new EndRetention(before), Bytes.EMPTY), Lane.BULK)
            .whenComplete(
                (reply, failure) -> {
                  if (failure != null) {
                    LOG.debugf(failure, "The retention of payloads could not be ended");
                  }
                });
  }
}
