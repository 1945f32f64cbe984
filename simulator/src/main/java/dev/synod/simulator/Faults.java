package dev.synod.simulator;

import dev.synod.simulator.client.Client;
import dev.synod.simulator.raft.Replica;
import dev.synod.simulator.world.Chance;
import dev.synod.simulator.world.Fault;
import dev.synod.simulator.world.Node;
import dev.synod.simulator.world.Schedule;
import dev.synod.simulator.world.World;
import java.util.ArrayList;
import java.util.List;

/** Lets things go wrong, and go well again. */
final class Faults {
  private static final long PAUSE_MICROS_MEAN = 20 * Schedule.SECOND;
  private static final long LASTS_MICROS_MIN = 300 * Schedule.MILLI;
  private static final long LASTS_MICROS_MEAN = 8 * Schedule.SECOND;
  private static final long SLOW_MICROS_MAX = 400 * Schedule.MILLI;
  private static final long CLOCK_MILLIS_MAX = 3_600_000;
  private static final int LOSS_PER_10_000_MAX = 3_000;

  private final World world;
  private final List<Replica> replicas;
  private final List<Client> clients;
  private boolean isOver;

  Faults(World world, List<Replica> replicas, List<Client> clients) {
    this.world = world;
    this.replicas = replicas;
    this.clients = clients;
  }

  void begin() {
    world.schedule().after(world.chance().span(PAUSE_MICROS_MEAN), this::next);
  }

  /** Mends everything, and lets nothing go wrong any more. */
  void end() {
    isOver = true;
    world.network().heal();
    replicas.forEach(replica -> replica.slowDisk(0));
    replicas.forEach(this::wake);
    clients.forEach(this::wake);
  }

  private void wake(Node node) {
    node.pauseUntil(0);
    if (!node.isUp()) {
      node.start();
    }
  }

  private void next() {
    if (isOver) {
      return;
    }
    Replica replica = world.chance().pick(replicas);
    switch ((int) world.chance().between(0, 11)) {
      case 0, 1 -> kill(replica, Fault.REPLICA_KILLED);
      case 2 -> replicas.stream().filter(Replica::leads).toList().forEach(this::killLeader);
      case 3 -> cutPower();
      case 4, 5 -> pause(replica);
      case 6, 7 -> partition();
      case 8 -> lose();
      case 9 -> slow(replica);
      case 10 -> step(replica);
      default -> kill(world.chance().pick(clients), Fault.CLIENT_KILLED);
    }
    begin();
  }

  private void killLeader(Replica leader) {
    kill(leader, Fault.REPLICA_KILLED);
  }

  private void kill(Node node, Fault fault) {
    if (node.isUp()) {
      world.count(fault);
      world.trace().add(node, "is killed", null);
      node.kill();
      afterAWhile(
          () -> {
            world.trace().add(node, "is started", null);
            wake(node);
          });
    }
  }

  /** All disks are behind when the power fails. */
  private void cutPower() {
    replicas.forEach(replica -> replica.slowDisk(SLOW_MICROS_MAX));
    world
        .schedule()
        .after(
            SLOW_MICROS_MAX,
            () -> {
              replicas.forEach(replica -> replica.slowDisk(0));
              if (!isOver) {
                replicas.forEach(replica -> kill(replica, Fault.REPLICA_KILLED));
              }
            });
  }

  private void pause(Replica replica) {
    world.count(Fault.REPLICA_PAUSED);
    long until = world.schedule().nowMicros() + lasts();
    world.trace().add(replica, "stands still until", until);
    replica.pauseUntil(until);
  }

  /** One side, or one replica alone; each client is on one of the sides. */
  private void partition() {
    Chance chance = world.chance();
    boolean isOneWay = chance.of(2_000);
    world.count(Fault.PARTITION);
    if (isOneWay) {
      world.count(Fault.ONE_WAY_PARTITION);
    }
    List<Node> nodes = new ArrayList<>(replicas);
    nodes.addAll(clients);
    var left = new ArrayList<Node>();
    var right = new ArrayList<Node>();
    nodes.forEach(node -> (chance.of(5_000) ? left : right).add(node));
    world.trace().add("network", "is cut between " + left + " and " + right, null);
    cut(left, right, isOneWay, true);
    afterAWhile(() -> cut(left, right, false, false));
  }

  private void cut(List<Node> left, List<Node> right, boolean isOneWay, boolean isCut) {
    for (Node one : left) {
      for (Node other : right) {
        world.network().cut(one, other, isCut);
        if (!isOneWay) {
          world.network().cut(other, one, isCut);
        }
      }
    }
  }

  private void lose() {
    world.count(Fault.LOSSY_NETWORK);
    world.network().lose((int) world.chance().between(100, LOSS_PER_10_000_MAX));
    afterAWhile(() -> world.network().lose(0));
  }

  private void slow(Replica replica) {
    if (world.chance().of(5_000)) {
      world.count(Fault.SLOW_NETWORK);
      world.network().slow(world.chance().between(Schedule.MILLI, SLOW_MICROS_MAX));
      afterAWhile(() -> world.network().slow(0));
    } else {
      world.count(Fault.SLOW_DISK);
      replica.slowDisk(world.chance().between(Schedule.MILLI, SLOW_MICROS_MAX));
      afterAWhile(() -> replica.slowDisk(0));
    }
  }

  private void step(Replica replica) {
    long millis = world.chance().between(-CLOCK_MILLIS_MAX, CLOCK_MILLIS_MAX);
    world.trace().add(replica, "has its wall clock stepped by ms", millis);
    replica.stepWallClock(millis);
    afterAWhile(() -> replica.stepWallClock(-millis));
  }

  private long lasts() {
    return LASTS_MICROS_MIN + world.chance().span(LASTS_MICROS_MEAN);
  }

  private void afterAWhile(Runnable work) {
    world
        .schedule()
        .after(
            lasts(),
            () -> {
              if (!isOver) {
                work.run();
              }
            });
  }
}
