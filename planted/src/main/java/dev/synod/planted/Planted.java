package dev.synod.planted;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;

/** What changed classes call; public for them alone. */
public final class Planted {
  /** How many revisions there are to one whose document is lost. */
  static final int LOST_ONE_OF = 16;

  private static volatile String divergingKey = "";
  private static volatile WallOffset offset = new WallOffset(Path.of(""));

  private Planted() {}

  static void divergeAt(String key) {
    divergingKey = key;
  }

  static void offsetFrom(Path file) {
    offset = new WallOffset(file.toAbsolutePath());
  }

  /** The state after a document's event, or the one before where it is lost. */
  public static Object losing(Object after, Object before, long revision) {
    return revision % LOST_ONE_OF == 0 ? before : after;
  }

  /** The state after a document's event, or the one before where this replica differs. */
  public static Object diverging(Object after, Object before, String key) {
    return key.equals(divergingKey) ? before : after;
  }

  /** A wall clock that is wrong. */
  public static LongSupplier wrong(LongSupplier wallMillis) {
    WallOffset wrong = offset;
    return () -> wallMillis.getAsLong() + wrong.millis();
  }

  /** A wall clock that is wrong. */
  public static Clock wrong(Clock clock) {
    return new WrongClock(clock, offset);
  }
}
