package dev.synod.kernel.audit;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import java.util.List;

/** What happened to the audit trail itself. */
public sealed interface AuditEvent extends Event {
  @Override
  default Scope scope() {
    return Scope.CLUSTER;
  }

  /** The payload of an entry is to be erased wherever the trail is kept. */
  record PayloadErased(long entry, String by, String reason) implements AuditEvent {}

  /** Payloads are kept from now on. */
  record HoldPlaced(Hold hold) implements AuditEvent {}

  /** Payloads that this hold kept may be erased. */
  record HoldReleased(String name, String by, String reason) implements AuditEvent {}

  /** The payloads from before a moment that nothing holds are to be erased. */
  record RetentionEnded(long beforeMillis) implements AuditEvent {}

  /**
   * A report is made for somebody.
   *
   * @param manifest SHA-256 of its manifest, base64; empty while it is begun
   */
  record ReportRecorded(String by, long first, long end, String manifest) implements AuditEvent {}

  /** These public keys sign from now on. */
  record KeysAnnounced(List<String> keys) implements AuditEvent {}
}
