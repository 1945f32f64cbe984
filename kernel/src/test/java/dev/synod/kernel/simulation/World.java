package dev.synod.kernel.simulation;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskStatus;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the generators draw from: the seed's dice, and the state as it is before the batch. */
final class World {
  static final List<String> NAMESPACES = List.of("shop", "bank");
  static final List<String> GROUPS = List.of("review", "release");
  static final List<String> AGENTS = List.of("ada", "bo", "cy", "di");
  static final List<String> CAPABILITIES = List.of("read", "write", "test");
  static final List<String> WORKFLOWS = List.of("ship", "check");
  static final List<String> RUNS = List.of("r1", "r2", "r3");
  static final List<String> INSTANCES = List.of("i1", "r1");
  static final List<String> PEOPLE = List.of("person:ann", "person:ben");
  static final String WORKER = "service:worker";

  final Dice dice;
  KernelState state = KernelState.EMPTY;

  World(Dice dice) {
    this.dice = dice;
  }

  GroupRef group() {
    return new GroupRef(dice.pick(NAMESPACES), dice.chance(3) ? "nobodys" : dice.pick(GROUPS));
  }

  AgentRef agent() {
    return new AgentRef(dice.pick(NAMESPACES), dice.pick(AGENTS));
  }

  RunRef run() {
    return new RunRef(dice.pick(NAMESPACES), dice.pick(RUNS));
  }

  Value value() {
    return switch (dice.between(0, 6)) {
      case 0 -> Values.NULL;
      case 1 -> Value.of(dice.chance(50));
      case 2 -> Value.of(dice.pick("x", "y", ""));
      case 3 -> Value.of(List.of(Value.of(dice.between(0, 3))));
      case 4 -> Value.of(Map.of("a", Value.of(dice.between(0, 2)), "b", Values.NULL));
      default -> Value.of(dice.between(0, 5));
    };
  }

  /** One of the ids that exist, or now and then one that never was. */
  long id(List<Long> present) {
    return present.isEmpty() || dice.chance(4) ? dice.between(0, 500) : dice.pick(present);
  }

  List<Session> sessions(Predicate<Session> wanted) {
    return sorted(state.sessions().table().values(), wanted, Session::id);
  }

  List<Task> tasks(TaskStatus... statuses) {
    var wanted = List.of(statuses);
    return sorted(state.tasks().table().values(), t -> wanted.contains(t.status()), Task::id);
  }

  List<Proposal> proposals() {
    return sorted(state.proposals().table().values(), p -> true, Proposal::id);
  }

  List<Barrier> barriers() {
    return sorted(state.barriers().values(), b -> true, b -> b.key().id());
  }

  List<Approval> approvals() {
    return sorted(state.runs().approvals().values(), a -> true, Approval::id);
  }

  List<Run> running() {
    return sorted(
        state.runs().runs().values(), r -> r.phase() == RunPhase.RUNNING, r -> r.ref().toString());
  }

  @Nullable Session sessionOf(String subject) {
    var own = sessions(s -> s.subject().equals(subject));
    return own.isEmpty() ? null : dice.pick(own);
  }

  private static <T, K extends Comparable<K>> List<T> sorted(
      Iterable<T> all, Predicate<T> wanted, java.util.function.Function<T, K> key) {
    var found = new ArrayList<T>();
    for (T one : all) {
      if (wanted.test(one)) {
        found.add(one);
      }
    }
    found.sort(Comparator.comparing(key));
    return found;
  }
}
