package dev.synod.kernel;

import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Fingerprint;

/** What became of a request with an idempotency key. */
public record KeyedOutcome(
    String subject, String key, Bytes requestDigest, Reply reply, long expiresAtMillis)
    implements Entity {

  /** Keys are the caller's own. */
  public record Id(String subject, String key) {
    /** As the id of a deadline; subjects contain no {@code |}. */
    String text() {
      return subject + "|" + key;
    }

    static Id of(String text) {
      String[] parts = text.split("\\|", 2);
      return new Id(parts[0], parts[1]);
    }
  }

  @Override
  public long fingerprint() {
    return new Fingerprint("keyed")
        .add(subject)
        .add(key)
        .add(requestDigest)
        .add(expiresAtMillis)
        .value();
  }
}
