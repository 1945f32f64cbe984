package dev.synod.kernel.document;

import dev.synod.kernel.Entity;
import dev.synod.kernel.value.Fingerprint;
import dev.synod.kernel.value.Value;

/**
 * A piece of a group's shared state.
 *
 * @param valueHash fingerprint of the value, kept so that a change costs only the new value's hash
 * @param revision of its last change
 * @param createdRevision of the change that made it
 */
public record Document(
    String key,
    Value value,
    long valueHash,
    long revision,
    long createdRevision,
    long updatedAtMillis,
    String updatedBy)
    implements Entity {
  @Override
  public long fingerprint() {
    return new Fingerprint("document")
        .add(key)
        .add(valueHash)
        .add(revision)
        .add(createdRevision)
        .value();
  }
}
