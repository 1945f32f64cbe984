package dev.synod.server.audit;

import dev.synod.audit.note.VerifierKey;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Request;
import dev.synod.kernel.audit.AuditCommand.AnnounceKeys;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.ReplicatedLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.logging.Logger;

/** Logs which keys sign, when this replica begins to, and whenever they change. */
@ApplicationScoped
class Announcement {
  private static final Logger LOG = Logger.getLogger(Announcement.class);

  private final ReplicatedLog log;
  private final AuditKeys keys;
  private volatile List<String> announced = List.of();

  @Inject
  Announcement(ReplicatedLog log, AuditKeys keys) {
    this.log = log;
    this.keys = keys;
  }

  /** Submits the command, if the keys are others than those announced last. */
  void announceIfChanged() {
    List<String> now = keys.verifiers().stream().map(VerifierKey::toString).toList();
    if (now.isEmpty() || now.equals(announced)) {
      return;
    }
    announced = now;
    var _ =
        log.submit(new Request(Origin.system(), new AnnounceKeys(now), Bytes.EMPTY), Lane.NORMAL)
            .whenComplete(
                (reply, failure) -> {
                  if (failure != null) {
                    LOG.debugf(failure, "The keys could not be announced; they will be again");
                    announced = List.of();
                  }
                });
  }
}
