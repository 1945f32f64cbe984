package dev.synod.kernel.audit;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import java.util.List;

/** What is done to the audit trail itself; each leaves an entry as any other command does. */
public sealed interface AuditCommand extends Command {
  @Override
  default Scope scope() {
    return Scope.CLUSTER;
  }

  /**
   * Erases an entry's payload; the entry stays.
   *
   * @param entry number of the leaf
   * @param namespace of the entry, as the trail has it; holds are compared with it
   * @param loggedAtMillis when it was logged, Unix milliseconds, as the trail has it
   */
  record ErasePayload(long entry, String namespace, long loggedAtMillis, String reason)
      implements AuditCommand {
    @Override
    public String action() {
      return Action.AUDIT_ERASE;
    }
  }

  /**
   * Keeps payloads from being erased.
   *
   * @param namespace empty for all
   * @param fromMillis inclusive, Unix milliseconds
   * @param toMillis exclusive
   */
  record PlaceHold(String name, String namespace, long fromMillis, long toMillis, String reason)
      implements AuditCommand {
    @Override
    public String action() {
      return Action.AUDIT_HOLD;
    }
  }

  /** Ends a hold. */
  record ReleaseHold(String name, String reason) implements AuditCommand {
    @Override
    public String action() {
      return Action.AUDIT_HOLD;
    }
  }

  /** Erases the payloads from before a moment that nothing holds. */
  record EndRetention(long beforeMillis) implements AuditCommand {
    @Override
    public String action() {
      return Action.AUDIT_RETENTION;
    }
  }

  /**
   * Tells that a report is made for somebody: once before the first byte leaves, and once when its
   * manifest is known.
   *
   * @param namespace whose report it is; empty for the whole installation's
   * @param period as it was asked for
   * @param filters such as {@code namespace=review}, as they were asked for
   * @param first leaf that the report covers
   * @param end the leaf after the last one
   * @param payloads whether entries come with their payloads
   * @param manifest SHA-256 of the manifest, base64; empty before it is known
   */
  record RecordReport(
      String namespace,
      Period period,
      List<String> filters,
      long first,
      long end,
      boolean payloads,
      String manifest)
      implements AuditCommand {
    @Override
    public Scope scope() {
      return namespace.isEmpty() ? Scope.CLUSTER : Scope.of(namespace);
    }

    @Override
    public String action() {
      return Action.AUDIT_EXPORT;
    }
  }

  /**
   * Which time a report is about.
   *
   * @param from RFC 3339, inclusive; empty for the beginning
   * @param to RFC 3339, exclusive; empty for the newest checkpoint
   */
  record Period(String from, String to) {}

  /**
   * Tells which keys sign from now on.
   *
   * @param keys public keys in C2SP's form
   */
  record AnnounceKeys(List<String> keys) implements AuditCommand {
    @Override
    public String action() {
      return Action.AUDIT_KEYS;
    }
  }
}
