package dev.synod.bench.core;

import dev.synod.bench.load.ClosedLoop;
import dev.synod.bench.load.Sample;
import dev.synod.bench.load.Workload;
import dev.synod.bench.server.PeerServer;
import dev.synod.bench.server.SynodServer;
import dev.synod.bench.server.Usage;
import dev.synod.bench.store.EtcdStore;
import dev.synod.bench.store.SdkStore;
import dev.synod.bench.store.Store;
import dev.synod.bench.store.SynodStore;
import dev.synod.bench.store.ZooKeeperStore;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The servers that are compared, all on one disk. */
final class Contenders implements AutoCloseable {
  /** Options of ZooKeeper's JVM: the collector and the heap that Synod is shipped with. */
  static final List<String> ZOOKEEPER_OPTIONS = List.of("-XX:+UseParallelGC", "-Xmx768m");

  private static final int FILL_OUTSTANDING = 512;

  private final PeerServer etcd;
  private final PeerServer zooKeeper;
  private final SynodServer synod;
  private final List<Contender> all;

  /** Opens a client. */
  @FunctionalInterface
  private interface Opening {
    Store open() throws Exception;
  }

  /** A server with a way to write to it. */
  record Contender(Usage usage, Opening opening) {
    Sample measure(int outstanding, Workload workload, ClosedLoop.Times times) throws Exception {
      try (Store store = opening.open()) {
        return ClosedLoop.measure(store, usage, outstanding, workload, times);
      }
    }

    private void warmUp(Workload workload, Duration time) throws Exception {
      try (Store store = opening.open()) {
        ClosedLoop.warmUp(store, FILL_OUTSTANDING, workload, time);
      }
    }

    private void fill(Workload workload) throws Exception {
      try (Store store = opening.open()) {
        ClosedLoop.fill(store, FILL_OUTSTANDING, workload);
      }
    }
  }

  Contenders(Path directory, List<String> serverOptions) throws Exception {
    List<Integer> ports = FreePorts.find(3);
    etcd =
        PeerServer.etcd(
            Toolchain.of(System.getenv()).path(Tool.ETCD),
            directory.resolve("etcd"),
            ports.get(0),
            ports.get(1));
    zooKeeper =
        PeerServer.zooKeeper(directory.resolve("zookeeper"), ports.get(2), ZOOKEEPER_OPTIONS);
    synod = new SynodServer(directory.resolve("synod"), false, serverOptions);
    synod.declare();
    all =
        List.of(
            new Contender(synod.usage(), () -> new SynodStore(synod)),
            new Contender(synod.usage(), () -> new SdkStore(synod)),
            new Contender(etcd.usage(), () -> new EtcdStore(ports.get(0))),
            new Contender(zooKeeper.usage(), () -> new ZooKeeperStore(ports.get(2))));
  }

  /** Writes every key once to each server, and then goes on for a time that is not measured. */
  void fill(Workload workload, Duration warmUp) throws Exception {
    synod().fill(workload);
    all.get(2).fill(workload);
    all.get(3).fill(workload);
    for (Contender contender : all) {
      contender.warmUp(workload, warmUp);
    }
  }

  /** Synod by its protocol, Synod by its SDK, etcd, ZooKeeper. */
  List<Contender> all() {
    return all;
  }

  /** Synod by its protocol. */
  Contender synod() {
    return all.getFirst();
  }

  /** Declares the one GovernancePolicy of Synod's, and waits until it is in force. */
  void declarePolicy(String module) throws IOException, InterruptedException {
    synod.declarePolicy(module);
  }

  @Override
  public void close() {
    synod.close();
    zooKeeper.close();
    etcd.close();
  }
}
