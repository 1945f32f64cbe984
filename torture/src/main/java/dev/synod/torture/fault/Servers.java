package dev.synod.torture.fault;

import dev.synod.testkit.server.ApiServer;
import dev.synod.torture.cluster.Cluster;
import dev.synod.torture.cluster.Network;
import java.io.IOException;
import java.util.List;

/** Real servers, whose processes are signalled and whose network is cut. */
public final class Servers implements Arena {
  private final Cluster cluster;

  @FunctionalInterface
  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  public Servers(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public int size() {
    return Cluster.SIZE;
  }

  @Override
  public boolean allows(Fault fault) {
    return !fault.needsNetwork() || cluster.network().isPresent();
  }

  @Override
  public int leader() {
    return cluster.leader();
  }

  @Override
  public Mending inflict(Fault fault, int target) throws IOException, InterruptedException {
    ApiServer server = cluster.servers().get(target);
    return switch (fault) {
      case KILL -> {
        server.kill();
        yield server::start;
      }
      case RESTART -> {
        server.stop();
        yield server::start;
      }
      case PAUSE -> pause(List.of(target));
      case PAUSE_MAJORITY -> pause(List.of(target, (target + 1) % Cluster.SIZE));
      case CUT_OFF -> cut(target, true);
      case CUT_ONE_WAY -> cut(target, false);
    };
  }

  private Mending pause(List<Integer> targets) throws IOException, InterruptedException {
    Mending mending =
        () -> {
          for (int target : targets) {
            cluster.signal(target, "CONT");
          }
        };
    return orUndone(
        mending,
        () -> {
          for (int target : targets) {
            cluster.signal(target, "STOP");
          }
        });
  }

  private Mending cut(int target, boolean isBothWays) throws IOException, InterruptedException {
    Network network = cluster.network().orElseThrow();
    return orUndone(
        network::heal,
        () -> {
          for (int other = 0; other < Cluster.SIZE; other++) {
            if (other != target) {
              network.cut(other, target);
              if (isBothWays) {
                network.cut(target, other);
              }
            }
          }
        });
  }

  /** The mending of what is done now; where that fails in the middle it is undone. */
  private static Mending orUndone(Mending mending, Step doing)
      throws IOException, InterruptedException {
    boolean isDone = false;
    try {
      doing.take();
      isDone = true;
      return mending;
    } finally {
      if (!isDone) {
        mending.mend();
      }
    }
  }
}
