package dev.synod.server.governance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.task.Task;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How much there is in each namespace. A count takes one pass over the state and serves for twenty
 * times as long as it took, so that counting never takes more than a twentieth of a processor; what
 * comes meanwhile is not in it.
 */
@ApplicationScoped
class Usage {
  /** For how many times as long as it took to count nothing is counted. */
  private static final int PAUSES = 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is counted, by its name in {@code input.usage}. */
  private enum Kind {
    AGENTS,
    GROUPS,
    SESSIONS,
    DOCUMENTS,
    TASKS,
    PROPOSALS,
    RUNS
  }

  private record Counted(
      long revision, long untilNanos, Map<String, EnumMap<Kind, Long>> byNamespace) {}

  private final ReentrantLock counting = new ReentrantLock();
  private volatile @Nullable Counted counted;

  /**
   * Of a namespace: agents, groups, sessions, documents, tasks that wait or are worked on,
   * proposals that are open, runs that have not ended.
   */
  ObjectNode of(String namespace, KernelState state) {
    Map<Kind, Long> counts =
        counted(state).byNamespace().getOrDefault(namespace, new EnumMap<>(Kind.class));
    ObjectNode usage = JSON.createObjectNode();
    for (Kind kind : Kind.values()) {
      usage.put(kind.name().toLowerCase(Locale.ROOT), counts.getOrDefault(kind, 0L));
    }
    return usage;
  }

  private Counted counted(KernelState state) {
    Counted present = counted;
    if (present != null && isGood(present, state)) {
      return present;
    }
    counting.lock();
    try {
      present = counted;
      if (present == null || !isGood(present, state)) {
        present = count(state);
        counted = present;
      }
      return present;
    } finally {
      counting.unlock();
    }
  }

  private static boolean isGood(Counted present, KernelState state) {
    return present.revision() == state.clock().revision()
        || System.nanoTime() - present.untilNanos() < 0;
  }

  private static Counted count(KernelState state) {
    long began = System.nanoTime();
    var counts = new HashMap<String, EnumMap<Kind, Long>>();
    state.agents().forEach((ref, _) -> add(counts, ref.namespace(), Kind.AGENTS, 1));
    state.groups().table().forEach((ref, _) -> add(counts, ref.namespace(), Kind.GROUPS, 1));
    for (Session session : state.sessions().table().values()) {
      add(counts, session.spec().namespace(), Kind.SESSIONS, 1);
    }
    state
        .documents()
        .byGroup()
        .forEach((ref, all) -> add(counts, ref.namespace(), Kind.DOCUMENTS, all.table().size()));
    for (Task task : state.tasks().table().values()) {
      if (!task.status().isTerminal()) {
        add(counts, task.spec().group().namespace(), Kind.TASKS, 1);
      }
    }
    state
        .proposals()
        .open()
        .forEach((ref, ids) -> add(counts, ref.namespace(), Kind.PROPOSALS, ids.size()));
    for (Run run : state.runs().runs().values()) {
      if (run.phase() == RunPhase.RUNNING) {
        add(counts, run.ref().namespace(), Kind.RUNS, 1);
      }
    }
    long ended = System.nanoTime();
    return new Counted(state.clock().revision(), ended + (ended - began) * PAUSES, counts);
  }

  private static void add(
      Map<String, EnumMap<Kind, Long>> counts, String namespace, Kind kind, long more) {
    counts.computeIfAbsent(namespace, n -> new EnumMap<>(Kind.class)).merge(kind, more, Long::sum);
  }
}
