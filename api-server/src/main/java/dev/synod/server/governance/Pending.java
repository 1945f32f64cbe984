package dev.synod.server.governance;

import dev.synod.kernel.Scope;
import dev.synod.kernel.governance.RecordedDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Decisions that are to be kept, until they are in the log. Equal denials are one, with their
 * count; beyond the limit there is only a count of what was dropped.
 */
final class Pending {
  private final int max;
  private final LinkedHashMap<Fold, RecordedDecision> open = new LinkedHashMap<>();
  private final List<RecordedDecision> unsent = new ArrayList<>();
  private long dropped;

  /**
   * @param max decisions that wait at once
   */
  Pending(int max) {
    this.max = max;
  }

  /**
   * What equal denials have in common.
   *
   * @param distinct empty for denials; an allowance is one of its own
   */
  record Fold(String subject, String action, Scope scope, String rules, String distinct) {}

  /** What is to go into the log. */
  record Taken(List<RecordedDecision> decisions, long dropped) {
    boolean isEmpty() {
      return decisions.isEmpty() && dropped == 0;
    }
  }

  /**
   * Takes a decision in, and answers the id under which it is kept; empty where there was no room.
   *
   * @param first makes what is kept where nothing equal waits
   */
  synchronized String add(Fold fold, long nowMillis, LongFunction<RecordedDecision> first) {
    RecordedDecision present = open.get(fold);
    if (present == null && open.size() + unsent.size() >= max) {
      dropped++;
      return "";
    }
    RecordedDecision kept = present == null ? first.apply(nowMillis) : again(present, nowMillis);
    open.put(fold, kept);
    return kept.id();
  }

  private static RecordedDecision again(RecordedDecision present, long nowMillis) {
    return new RecordedDecision(
        present.id(),
        present.allowed(),
        present.count() + 1,
        present.firstMillis(),
        Math.max(present.lastMillis(), nowMillis),
        present.question(),
        present.answer());
  }

  /** Takes all out; what comes later is a decision of its own. */
  synchronized Taken take() {
    unsent.addAll(open.values());
    open.clear();
    var taken = new Taken(List.copyOf(unsent), dropped);
    unsent.clear();
    dropped = 0;
    return taken;
  }

  /** Puts back what could not be sent, as far as there is room. */
  synchronized void putBack(Taken taken) {
    int room = Math.clamp((long) max - open.size() - unsent.size(), 0, taken.decisions().size());
    unsent.addAll(taken.decisions().subList(0, room));
    dropped += taken.dropped() + taken.decisions().size() - room;
  }
}
