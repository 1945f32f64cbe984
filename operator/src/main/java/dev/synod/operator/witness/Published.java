package dev.synod.operator.witness;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ConfigMap holds.
 *
 * @param keys by which the next checkpoint is verified
 * @param note the last checkpoint that was good; empty where there is none yet
 * @param status {@link #CONSISTENT}, or {@code Inconsistent: } and why
 */
record Published(List<String> keys, String note, String status) {
  static final String CONSISTENT = "Consistent";
  private static final String INCONSISTENT = "Inconsistent: ";
  private static final String CHECKPOINT = "checkpoint";
  private static final String KEYS = "keys";
  private static final String STATUS = "status";

  static Published of(@Nullable ConfigMap map, List<String> offeredKeys) {
    Map<String, String> data = map == null || map.getData() == null ? Map.of() : map.getData();
    String keys = data.getOrDefault(KEYS, "");
    return new Published(
        keys.isBlank() ? offeredKeys : keys.lines().toList(),
        data.getOrDefault(CHECKPOINT, ""),
        data.getOrDefault(STATUS, ""));
  }

  /** After a good checkpoint: the keys that sign now verify the next one. */
  Published with(String checkpoint, List<String> offeredKeys) {
    return new Published(offeredKeys, checkpoint, CONSISTENT);
  }

  /** After one that was not: the last good one stays. */
  Published inconsistent(String because) {
    return new Published(keys, note, INCONSISTENT + because);
  }

  boolean isConsistent() {
    return status.equals(CONSISTENT);
  }

  Map<String, String> data() {
    return Map.of(CHECKPOINT, note, KEYS, String.join("\n", keys), STATUS, status);
  }
}
