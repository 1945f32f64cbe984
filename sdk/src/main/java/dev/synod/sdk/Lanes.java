package dev.synod.sdk;

import dev.synod.api.v1.Replies;
import dev.synod.api.v1.Requests;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** The numbered requests of a session, by lane. Belongs to the session's loop. */
final class Lanes {
  private static final long PAUSE_MILLIS_MIN = 20;
  private static final long PAUSE_MILLIS_MAX = 2_000;
  private static final int GAPS_AT_ONCE_MAX = 8;

  private record Entry(LaneWindow window, Backoff pauses) {}

  private final Map<Lane, Entry> entries = new EnumMap<>(Lane.class);

  Lanes(Duration retryFor) {
    // In the order in which they are sent.
    for (Lane lane : new Lane[] {Lane.CRITICAL, Lane.NORMAL, Lane.BULK}) {
      entries.put(
          lane,
          new Entry(
              new LaneWindow(lane, retryFor.toNanos()),
              new Backoff(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX, ThreadLocalRandom.current())));
    }
  }

  void add(Outgoing outgoing) {
    entry(outgoing.lane()).window().add(outgoing);
  }

  boolean isEmpty() {
    return entries.values().stream().allMatch(entry -> entry.window().isEmpty());
  }

  void resend() {
    entries.values().forEach(entry -> entry.window().resend());
  }

  void fail(SynodException cause) {
    entries.values().forEach(entry -> entry.window().fail(cause));
  }

  /** The next pack to send, of the most urgent lane that has one; null where none has. */
  @Nullable Requests nextPack() {
    for (Lane lane : new Lane[] {Lane.CRITICAL, Lane.NORMAL, Lane.BULK}) {
      Requests pack = entry(lane).window().nextPack();
      if (pack != null) {
        return pack;
      }
    }
    return null;
  }

  /**
   * Takes in replies.
   *
   * @param again gets a window that is to be aligned, and after how many milliseconds
   */
  void replied(Replies replies, long nowNanos, ObjLongConsumer<LaneWindow> again) {
    for (Map.Entry<Lane, Entry> lane : entries.entrySet()) {
      if (lane.getKey().wire() != replies.getLane()) {
        continue;
      }
      LaneWindow window = lane.getValue().window();
      Backoff pauses = lane.getValue().pauses();
      switch (window.replied(replies.getFirstNumber(), replies.getRepliesList(), nowNanos)) {
        case FLOWING -> pauses.reset();
        case WAITING -> {}
        case GAP -> {
          long pause = pauses.nextMillis();
          again.accept(window, pauses.attempts() <= GAPS_AT_ONCE_MAX ? 0 : pause);
        }
        case REFUSED -> again.accept(window, pauses.nextMillis());
      }
    }
  }

  private Entry entry(Lane lane) {
    Entry entry = entries.get(lane);
    if (entry == null) {
      throw new IllegalStateException(
          "Expected a window for each lane, but found none for " + lane);
    }
    return entry;
  }
}
