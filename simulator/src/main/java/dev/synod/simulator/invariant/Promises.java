package dev.synod.simulator.invariant;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the log holds of each request, to compare with what clients were told. */
final class Promises {
  private static final int KEYS_KEPT_MAX = 50_000;

  private final Map<LaneKey, Applied> sequences = new HashMap<>();
  private final LinkedHashMap<Key, Applied> keys = new LinkedHashMap<>();

  private record LaneKey(long session, String lane) {}

  private record Key(String subject, String key) {}

  private record Applied(long number, Reply reply, long timeMillis) {}

  /** A request took effect or was refused; a repeated one has no leaf. */
  void applied(Request request, Outcome outcome, KernelState after) {
    if (outcome.leaf().length() == 0) {
      return;
    }
    boolean tookEffect = outcome.reply() instanceof Reply.Applied;
    long now = after.clock().timeMillis();
    switch (request.origin().numbering()) {
      case Numbering.Sequenced s -> {
        if (tookEffect || outcome.numbering() instanceof Numbering.Sequenced) {
          Applied before =
              sequences.put(
                  new LaneKey(s.session(), s.lane().name()),
                  new Applied(s.number(), outcome.reply(), now));
          Invariant.EXACTLY_ONCE.check(
              s.number() == (before == null ? 1 : before.number() + 1),
              "Took effect again, or out of order:",
              request,
              before);
        }
      }
      case Numbering.Keyed k -> {
        if (tookEffect) {
          var key = new Key(request.origin().subject(), k.key());
          Applied before = keys.put(key, new Applied(0, outcome.reply(), now));
          Invariant.EXACTLY_ONCE.check(
              before == null || before.timeMillis() + Limits.KEYED_OUTCOME_TTL_MILLIS <= now,
              "Took effect again:",
              request,
              before);
          if (keys.size() > KEYS_KEPT_MAX) {
            keys.pollFirstEntry();
          }
        }
      }
      case Numbering.None _ -> {}
    }
  }

  /** A client was told that its request took effect. */
  void told(String subject, Numbering numbering, Reply reply) {
    switch (numbering) {
      case Numbering.Sequenced s -> {
        Applied held = sequences.get(new LaneKey(s.session(), s.lane().name()));
        Invariant.ACKNOWLEDGED_STAYS.check(
            held != null && held.number() == s.number() && held.reply().equals(reply),
            "Told, and held:",
            s,
            reply,
            held);
      }
      case Numbering.Keyed k -> {
        @Nullable Applied held = keys.get(new Key(subject, k.key()));
        Invariant.ACKNOWLEDGED_STAYS.check(
            held != null && held.reply().equals(reply), "Told, and held:", k, reply, held);
      }
      case Numbering.None _ -> {}
    }
  }
}
