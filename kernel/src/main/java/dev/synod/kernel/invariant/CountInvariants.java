package dev.synod.kernel.invariant;

import dev.synod.kernel.Entity;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Table;
import dev.synod.kernel.document.Documents;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.quota.Countable;
import dev.synod.kernel.run.RunPhase;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** The numbers that quotas go by are what counting gives. */
public final class CountInvariants {
  private CountInvariants() {}

  /** Fails with what is wrong, if anything is. */
  public static void check(KernelState state) {
    var counted = new TreeMap<Countable, SortedMap<String, Long>>();
    counted.put(Countable.AGENTS, count(state.agents(), a -> true, a -> a.ref().namespace()));
    counted.put(
        Countable.GROUPS, count(state.groups().table(), g -> true, g -> g.ref().namespace()));
    counted.put(
        Countable.SESSIONS, count(state.sessions().table(), s -> true, s -> s.spec().namespace()));
    counted.put(Countable.DOCUMENTS, documents(state.documents()));
    counted.put(
        Countable.TASKS,
        count(
            state.tasks().table(),
            t -> !t.status().isTerminal(),
            t -> t.spec().group().namespace()));
    counted.put(
        Countable.PROPOSALS,
        count(
            state.proposals().table(),
            p -> p.status() == ProposalStatus.OPEN,
            p -> p.key().group().namespace()));
    counted.put(
        Countable.RUNS,
        count(state.runs().runs(), r -> r.phase() == RunPhase.RUNNING, r -> r.ref().namespace()));
    var namespaces = new TreeSet<String>();
    state.groups().table().forEach((ref, _) -> namespaces.add(ref.namespace()));
    counted.values().forEach(each -> namespaces.addAll(each.keySet()));
    counted.forEach(
        (kind, numbers) ->
            namespaces.forEach(
                namespace ->
                    Check.same(
                        kind.in(namespace, state),
                        numbers.getOrDefault(namespace, 0L),
                        "Number of " + kind.word() + " in " + namespace)));
  }

  private static <K, V extends Entity> SortedMap<String, Long> count(
      Table<K, V> table, Predicate<V> counts, Function<V, String> namespace) {
    var numbers = new TreeMap<String, Long>();
    for (V entity : table.values()) {
      if (counts.test(entity)) {
        numbers.merge(namespace.apply(entity), 1L, Long::sum);
      }
    }
    return Collections.unmodifiableSortedMap(numbers);
  }

  private static SortedMap<String, Long> documents(Documents documents) {
    var numbers = new TreeMap<String, Long>();
    documents
        .byGroup()
        .forEach(
            (group, all) -> numbers.merge(group.namespace(), (long) all.table().size(), Long::sum));
    return Collections.unmodifiableSortedMap(numbers);
  }
}
