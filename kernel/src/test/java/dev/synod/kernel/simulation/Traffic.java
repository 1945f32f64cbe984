package dev.synod.kernel.simulation;

import dev.synod.kernel.Action;
import dev.synod.kernel.Batch;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Request;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.quota.Quota;
import dev.synod.kernel.time.TimeCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Batches of requests, drawn from a seed: the same seed and the same states give the same batches.
 * They live in a world that is declared beforehand.
 */
public final class Traffic {
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final List<String> AGENT_ACTIONS =
      List.of(
          Action.SESSION_OPEN,
          Action.SESSION_CLOSE,
          Action.STATE_WRITE,
          Action.BARRIER_ARRIVE,
          Action.PROPOSAL_OPEN,
          Action.PROPOSAL_BALLOT,
          Action.TASK_SUBMIT,
          Action.TASK_COMPLETE);
  private static final List<String> PERSON_ACTIONS =
      List.of(
          Action.STATE_WRITE,
          Action.RUN_START,
          Action.RUN_CANCEL,
          Action.APPROVAL_DECIDE,
          Action.PROPOSAL_OPEN,
          Action.TASK_SUBMIT,
          Action.AUDIT_ERASE,
          Action.AUDIT_HOLD);
  private static final List<String> WORKER_ACTIONS =
      List.of(Action.SESSION_OPEN, Action.SESSION_CLOSE, Action.RUN_DRIVE, Action.TASK_COMPLETE);

  private static final int WORLDS_MAX = 16;
  private static final Map<Long, KernelState> WORLDS = new ConcurrentHashMap<>();

  private final long seed;
  private final Map<String, Quota> quotas;
  private final World world;
  private final Declarations declarations;
  private final AgentTraffic agents;
  private final RunTraffic runs;
  private final Origins origins;
  private final Deque<Wish> waiting = new ArrayDeque<>();
  private long index;
  private long timeMillis = START_MILLIS;

  public Traffic(long seed) {
    this(seed, Map.of());
  }

  /**
   * Traffic under quotas.
   *
   * @param quotas of the permits for each action
   */
  Traffic(long seed, Map<String, Quota> quotas) {
    this.seed = seed;
    this.quotas = quotas;
    this.world = new World(new Dice(seed));
    this.declarations = new Declarations(world);
    this.agents = new AgentTraffic(world);
    this.runs = new RunTraffic(world);
    this.origins = new Origins(world, quotas);
  }

  /** One of a few declared worlds with permits and connections, to let the traffic loose on. */
  public KernelState world() {
    long number = Math.floorMod(seed, (long) WORLDS_MAX);
    KernelState state =
        quotas.isEmpty()
            ? WORLDS.computeIfAbsent(number, each -> new Traffic(each).declareWorld())
            : new Traffic(number, quotas).declareWorld();
    index = state.clock().index();
    timeMillis = state.clock().timeMillis();
    return state;
  }

  private KernelState declareWorld() {
    KernelState state = KernelState.EMPTY;
    state = apply(state, List.of(origins.system(declarations.activate(1).command())));
    var permits = new ArrayList<Request>();
    permits.add(origins.grant("service:operator", Action.DECLARATION_WRITE));
    WORKER_ACTIONS.forEach(action -> permits.add(origins.grant(World.WORKER, action)));
    for (String person : World.PEOPLE) {
      PERSON_ACTIONS.forEach(action -> permits.add(origins.grant(person, action)));
    }
    for (String namespace : World.NAMESPACES) {
      for (String name : World.AGENTS) {
        String subject = new AgentRef(namespace, name).subject();
        AGENT_ACTIONS.forEach(action -> permits.add(origins.grant(subject, action)));
      }
    }
    state = apply(state, permits);
    waiting.addAll(declarations.all());
    for (int i = 0; i < 8; i++) {
      waiting.add(agents.openAgentSession());
    }
    waiting.add(agents.openWorkerSession());
    while (!waiting.isEmpty()) {
      state = apply(state, List.of(request(waiting.remove())));
    }
    return state;
  }

  private KernelState apply(KernelState state, List<Request> requests) {
    KernelState next =
        Kernel.apply(state, new Batch(++index, timeMillis, List.copyOf(requests))).state();
    world.state = next;
    origins.begin();
    return next;
  }

  /** The next batch for a replica in this state. */
  public Batch next(KernelState state) {
    world.state = state;
    origins.begin();
    passTime();
    var requests = new ArrayList<Request>();
    int count = world.dice.between(1, 8);
    while (requests.size() < count) {
      boolean tick = world.dice.chance(12);
      requests.add(tick ? origins.system(new TimeCommand.Tick()) : request(wish()));
    }
    return new Batch(++index, timeMillis, List.copyOf(requests));
  }

  /** A batch in which nothing happens but that time passes. */
  public Batch idle(long millis) {
    timeMillis += millis;
    return new Batch(++index, timeMillis, List.of(origins.system(new TimeCommand.Tick())));
  }

  private void passTime() {
    timeMillis +=
        switch (world.dice.between(0, 29)) {
          case 0 -> 3_600_000;
          case 1 -> -5_000;
          case 2, 3 -> 30_000;
          default -> world.dice.between(0, 1_500);
        };
  }

  private Request request(Wish wish) {
    if (world.dice.chance(3)) {
      return origins.unpermitted(wish);
    }
    Request request = origins.permitted(wish);
    if (request == null) {
      waiting.add(wish);
      return origins.grant(wish);
    }
    return request;
  }

  private Wish wish() {
    if (!waiting.isEmpty() && world.dice.chance(80)) {
      return waiting.remove();
    }
    return switch (world.dice.between(0, 29)) {
      case 0 -> declarations.any();
      case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> runs.any();
      case 13 -> declarations.audit();
      default -> agents.any();
    };
  }
}
