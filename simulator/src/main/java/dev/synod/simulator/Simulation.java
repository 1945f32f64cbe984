package dev.synod.simulator;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Reply;
import dev.synod.log.Tail;
import dev.synod.simulator.client.AgentClient;
import dev.synod.simulator.client.BothObservers;
import dev.synod.simulator.client.Client;
import dev.synod.simulator.client.ClientObserver;
import dev.synod.simulator.client.OperatorClient;
import dev.synod.simulator.client.PersonClient;
import dev.synod.simulator.client.ReaderClient;
import dev.synod.simulator.client.Surroundings;
import dev.synod.simulator.client.WorkerClient;
import dev.synod.simulator.invariant.Invariants;
import dev.synod.simulator.raft.ClientRequest;
import dev.synod.simulator.raft.Replica;
import dev.synod.simulator.raft.Rules;
import dev.synod.simulator.world.Node;
import dev.synod.simulator.world.Schedule;
import dev.synod.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One cluster with its clients, from the first election to a quiet end. */
public final class Simulation {
  private static final List<String> AGENTS = List.of("ada", "bo", "cy", "di");
  private static final List<String> WORKERS = List.of("worker1", "worker2");
  private static final List<String> PEOPLE = List.of("ann", "ben");
  private static final List<String> READERS = List.of("eve", "fay");
  private static final long QUIET_MILLIS = 30_000;

  private final Scenario scenario;
  private final World world;
  private final Invariants invariants;
  private final List<Replica> replicas;
  private final List<Client> clients;

  private Simulation(Scenario scenario, Rules rules, Spectator spectator) {
    this.scenario = scenario;
    int others = AGENTS.size() + WORKERS.size() + PEOPLE.size() + READERS.size() + 1;
    this.world = new World(scenario.seed(), scenario.replicas() + others);
    this.invariants = new Invariants(world);
    this.replicas =
        IntStream.range(0, scenario.replicas())
            .mapToObj(i -> new Replica("r" + (i + 1), i, world, rules, invariants))
            .toList();
    var observer = new BothObservers(spectator.of(world.schedule()), invariants);
    this.clients = clients(new Surroundings(world, replicas, observer));
  }

  private static List<Client> clients(Surroundings around) {
    var clients = new ArrayList<Client>();
    int number = around.replicas().size();
    clients.add(new OperatorClient("operator", number++, AGENTS, around));
    for (String name : AGENTS) {
      clients.add(new AgentClient(name, number++, around));
    }
    for (String name : WORKERS) {
      clients.add(new WorkerClient(name, number++, around));
    }
    for (String name : PEOPLE) {
      clients.add(new PersonClient(name, number++, around));
    }
    for (String name : READERS) {
      clients.add(new ReaderClient(name, number++, around));
    }
    return clients;
  }

  /**
   * Simulates a scenario.
   *
   * @throws SimulationFailure if anything does not hold
   */
  public static Report run(Scenario scenario) {
    return run(scenario, Rules.KEPT);
  }

  /** Simulates a scenario, and lets somebody see what clients ask and are told. */
  public static Report run(Scenario scenario, Spectator spectator) {
    return run(scenario, Rules.KEPT, spectator);
  }

  static Report run(Scenario scenario, Rules rules) {
    return run(scenario, rules, _ -> new Unobserved());
  }

  static Report run(Scenario scenario, Rules rules, Spectator spectator) {
    var simulation = new Simulation(scenario, rules, spectator);
    try {
      return simulation.run();
    } catch (RuntimeException e) {
      throw new SimulationFailure(
          scenario, simulation.world.schedule().nowMicros(), e, simulation.world.trace().lines());
    }
  }

  /** Somebody who watches, given the virtual time. */
  @FunctionalInterface
  public interface Spectator {
    ClientObserver of(Schedule time);
  }

  /** Nobody watches. */
  private static final class Unobserved implements ClientObserver {
    @Override
    public long asked(Node client, ClientRequest request) {
      return 0;
    }

    @Override
    public void told(long number, Reply reply) {}

    @Override
    public long reads(Node client) {
      return 0;
    }

    @Override
    public void read(long number, KernelState state) {}

    @Override
    public void watched(Node client, long afterRevision, Tail.Page page) {}
  }

  private Report run() {
    Schedule schedule = world.schedule();
    long end = scenario.duration().toNanos() / 1_000;
    replicas.forEach(replica -> replica.join(replicas));
    clients.forEach(Client::start);
    var faults = new Faults(world, replicas, clients);
    if (scenario.hasFaults()) {
      faults.begin();
    }
    schedule.runUntil(end);
    faults.end();
    KernelState since = invariants.state();
    schedule.runUntil(end + QUIET_MILLIS * Schedule.MILLI);
    invariants.atTheEnd(since, replicas, QUIET_MILLIS);
    return Report.of(scenario, world, invariants);
  }
}
