package dev.synod.server.governance;

import dev.synod.kernel.Scope;
import dev.synod.kernel.governance.RecordedDecision;
import dev.synod.kernel.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that are to be kept, until they are in the log. Equal denials are one, with their
 * count, and so are all those of a subject that was denied too many different things; beyond the
 * limit there is only a count of what was dropped. Denials leave room for allowances.
 */
final class Pending {
  /** Different denials of one subject, beyond which they are one. */
  static final int DENIALS_PER_SUBJECT_MAX = 20;

  /** The action of a decision that stands for different ones. */
  static final String ANYTHING = "*";

  /** One in so many places is kept for allowances. */
  private static final int ALLOWANCES_SHARE = 4;

  private final int max;
  private final LinkedHashMap<Fold, RecordedDecision> open = new LinkedHashMap<>();
  private final Map<String, Integer> denials = new HashMap<>();
  private final List<RecordedDecision> unsent = new ArrayList<>();
  private long dropped;
  private long droppedInAll;

  /**
   * @param max decisions that wait at once
   */
  Pending(int max) {
    this.max = max;
  }

  /**
   * What equal decisions have in common.
   *
   * @param answer revision of the policy, what it is about where that is known, and its reasons
   * @param distinct empty for denials; what tells allowances apart
   */
  record Fold(String subject, String action, Scope scope, String answer, String distinct) {
    boolean isDenial() {
      return distinct.isEmpty();
    }

    /** All that a subject was denied. */
    Fold anything() {
      return new Fold(subject, ANYTHING, Scope.CLUSTER, ANYTHING, "");
    }
  }

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
  String add(Fold fold, long nowMillis, LongFunction<RecordedDecision> first) {
    Fold under = under(fold);
    String known = counted(under, nowMillis);
    if (known != null) {
      return known;
    }
    // It takes a while, and is not waited for by others.
    RecordedDecision made = first.apply(nowMillis);
    return put(fold, nowMillis, made);
  }

  private synchronized Fold under(Fold fold) {
    boolean isOneMore =
        fold.isDenial()
            && !open.containsKey(fold)
            && denials.getOrDefault(fold.subject(), 0) >= DENIALS_PER_SUBJECT_MAX;
    return isOneMore ? fold.anything() : fold;
  }

  /** The id under which it is counted, empty where there is no room; null for a new one. */
  private synchronized @Nullable String counted(Fold fold, long nowMillis) {
    RecordedDecision present = open.get(fold);
    if (present != null) {
      open.put(fold, again(present, nowMillis));
      return present.id();
    }
    int limit = fold.isDenial() ? max - max / ALLOWANCES_SHARE : max;
    if (open.size() + unsent.size() >= limit) {
      drop(1);
      return "";
    }
    return null;
  }

  private synchronized String put(Fold fold, long nowMillis, RecordedDecision made) {
    // Others may have come meanwhile.
    Fold under = under(fold);
    String known = counted(under, nowMillis);
    if (known != null) {
      return known;
    }
    open.put(under, under.equals(fold) ? made : unspecific(made));
    if (fold.isDenial()) {
      denials.merge(fold.subject(), 1, Integer::sum);
    }
    return made.id();
  }

  /** One of many denials: what it says beside its subject is that of the first alone. */
  private static RecordedDecision unspecific(RecordedDecision made) {
    return new RecordedDecision(
        made.id(),
        made.allowed(),
        made.count(),
        made.firstMillis(),
        made.lastMillis(),
        new RecordedDecision.Question(
            made.question().subject(),
            ANYTHING,
            Scope.CLUSTER,
            Value.of("left out: one of many different denials"),
            List.of("*")),
        made.answer());
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
    denials.clear();
    var taken = new Taken(List.copyOf(unsent), dropped);
    unsent.clear();
    dropped = 0;
    return taken;
  }

  /** Counts what is not kept. */
  synchronized void drop(long decisions) {
    dropped += decisions;
    droppedInAll += decisions;
  }

  /** How many decisions were not kept, whether the log says so by now or not. */
  synchronized long droppedInAll() {
    return droppedInAll;
  }

  /** Puts back what could not be sent, as far as there is room. */
  synchronized void putBack(Taken taken) {
    int room = Math.clamp((long) max - open.size() - unsent.size(), 0, taken.decisions().size());
    unsent.addAll(taken.decisions().subList(0, room));
    dropped += taken.dropped();
    drop(taken.decisions().size() - room);
  }
}
