package dev.synod.kernel.why;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why something waits. Times are Unix milliseconds, for the reader to show in a zone; sentences
 * contain none.
 *
 * @param on what is waited for: {@code run/NAMESPACE/NAME}, {@code task/CAPABILITY}, {@code
 *     barrier/NAME}, {@code proposal/DECISION}, {@code approval/ID}, {@code timer}, {@code worker},
 *     {@code agent/NAME}, {@code session/ID}, {@code group/NAME}
 * @param step path of the run's step that waits; empty where it is no step
 * @param forWhom who has to act: names of agents, {@code worker}, or {@code role NAME}; empty where
 *     nobody has to, or nobody can
 * @param sinceMillis 0 where that is not known
 * @param summary in a sentence
 * @param detail what more there is to say, and what to do where that helps; may be empty
 * @param until when it ends by itself, and how; null where it never does
 * @param next what that waits for in turn; bounded in width and depth
 */
public record Reason(
    String on,
    String step,
    List<String> forWhom,
    long sinceMillis,
    String summary,
    String detail,
    @Nullable Until until,
    List<Reason> next) {
  /** Most reasons that are given for one. */
  public static final int NEXT_MAX = 32;

  /**
   * An end that comes by itself.
   *
   * @param consequence in a sentence
   */
  public record Until(long atMillis, String consequence) {
    static @Nullable Until of(long atMillis, String consequence) {
      return atMillis == 0 ? null : new Until(atMillis, consequence);
    }
  }

  public Reason {
    forWhom = List.copyOf(forWhom);
    next = List.copyOf(next.subList(0, Math.min(next.size(), NEXT_MAX)));
  }
}
