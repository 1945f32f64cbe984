package dev.synod.torture;

import dev.synod.torture.client.Watcher;
import java.time.Duration;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What a run must have met, so that what it says of it is worth something. */
final class Coverage {
  /** From here on watches have stopped listening often enough to fall behind. */
  static final Duration COMPACTION_EXPECTED = Duration.ofSeconds(90);

  private Coverage() {}

  /** What did not happen in a run that was long enough for it. */
  static Stream<String> missing(Duration lasted, SortedMap<String, Long> counts) {
    boolean isExpected = lasted.compareTo(COMPACTION_EXPECTED) >= 0;
    return isExpected && counts.getOrDefault(Watcher.COMPACTED, 0L) == 0
        ? Stream.of(
            "Expected a watch to be told of compaction within %d s, but none was: watches over compaction were not tried."
                .formatted(lasted.toSeconds()))
        : Stream.empty();
  }
}
