package dev.synod.kernel.audit;

import dev.synod.kernel.Entity;
import dev.synod.kernel.value.Fingerprint;

/**
 * Payloads that must not be erased.
 *
 * @param namespace empty for all
 * @param fromMillis of entries, inclusive, Unix milliseconds
 * @param toMillis exclusive
 * @param by who placed it
 */
public record Hold(
    String name, String namespace, long fromMillis, long toMillis, String reason, String by)
    implements Entity {

  /** Whether it keeps the payload of an entry. */
  public boolean covers(String entryNamespace, long loggedAtMillis) {
    return (namespace.isEmpty() || namespace.equals(entryNamespace))
        && fromMillis <= loggedAtMillis
        && loggedAtMillis < toMillis;
  }

  @Override
  public long fingerprint() {
    return new Fingerprint("hold")
        .add(name)
        .add(namespace)
        .add(fromMillis)
        .add(toMillis)
        .add(reason)
        .add(by)
        .value();
  }
}
