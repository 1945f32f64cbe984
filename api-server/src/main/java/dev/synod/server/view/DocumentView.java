package dev.synod.server.view;

import dev.synod.kernel.Clock;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.value.Value;

/**
 * A document.
 *
 * @param revision of its last change
 */
public record DocumentView(
    String key, Value value, String revision, String updatedAt, String updatedBy) {
  public static DocumentView of(Document document, Clock clock) {
    return new DocumentView(
        document.key(),
        document.value(),
        Revisions.text(clock, document.revision()),
        Words.time(document.updatedAtMillis()),
        document.updatedBy());
  }
}
