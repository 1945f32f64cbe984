package dev.synod.simulator.invariant;

import dev.synod.kernel.Command;
import dev.synod.kernel.Reply;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was done. */
public final class Tally {
  private final Map<String, Long> applied = new TreeMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private long elections;
  private long events;
  private long reads;
  private long watched;
  private long compactions;
  private long looks;

  void told(Command command, Reply reply) {
    String name = command.getClass().getSimpleName();
    switch (reply) {
      case Reply.Applied _ -> applied.merge(name, 1L, Long::sum);
      case Reply.Rejected rejected ->
          refused.merge(name + " " + rejected.rejection().code().word(), 1L, Long::sum);
    }
  }

  void election() {
    elections++;
  }

  void event() {
    events++;
  }

  void read() {
    reads++;
  }

  void watched(int count) {
    watched += count;
  }

  void compacted() {
    compactions++;
  }

  void look() {
    looks++;
  }

  /** Requests that took effect, by the name of their command. */
  public Map<String, Long> applied() {
    return applied;
  }

  /** Requests that were refused, by command and code. */
  public Map<String, Long> refused() {
    return refused;
  }

  public long elections() {
    return elections;
  }

  /** Events of history. */
  public long events() {
    return events;
  }

  public long reads() {
    return reads;
  }

  /** Events that watches saw. */
  public long watched() {
    return watched;
  }

  /** Watches that were too far behind. */
  public long compactions() {
    return compactions;
  }

  /** Times that the whole state was looked at. */
  public long looks() {
    return looks;
  }
}
