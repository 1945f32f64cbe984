package dev.synod.log.dump;

import dev.synod.kernel.value.Value;
import dev.synod.log.LogEntries;
import java.util.Map;

/** A log entry as one line of JSON. */
public final class EntryJson {
  private EntryJson() {}

  /** Members {@code index}, {@code term}, {@code timeMillis} and {@code requests}, on one line. */
  public static String json(LogEntries.Entry entry) {
    return Value.of(
            Map.of(
                "index", Value.of(entry.batch().index()),
                "term", Value.of(entry.term()),
                "timeMillis", Value.of(entry.batch().timeMillis()),
                "requests", RecordJson.toValue(entry.batch().requests())))
        .json();
  }
}
