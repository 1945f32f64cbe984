package dev.synod.dev.workspace;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loopback ports of one development environment, as offsets from a base, so that two clones can
 * run beside each other with two bases.
 *
 * @param base the number before the first port
 */
public record Ports(int base) {

  /** Base that is used when {@code SYNOD_PORT_BASE} is not set. */
  public static final int DEFAULT_BASE = 17000;

  /** How many ports from the base on belong to one environment. */
  public static final int RANGE = 40;

  /** Most replicas of the API server. */
  public static final int REPLICAS_MAX = 5;

  private static final int FURTHER_REPLICAS = 15;
  private static final int PORTS_EACH = 5;

  public Ports {
    if (base < 1024 || base > 65535 - RANGE) {
      throw new IllegalArgumentException(
          "Expected a port base from 1024 to %d, but found %d: set SYNOD_PORT_BASE to another"
              .formatted(65535 - RANGE, base));
    }
  }

  public int etcdClient() {
    return base + 1;
  }

  public int etcdPeer() {
    return base + 2;
  }

  public int kubeApiServer() {
    return base + 3;
  }

  public int kubeControllerManager() {
    return base + 4;
  }

  public int keycloak() {
    return base + 5;
  }

  public int postgres() {
    return base + 6;
  }

  /**
   * Where a replica of the API server and the OPA beside it listen.
   *
   * @param https REST, server-sent events and gRPC, all over TLS
   * @param raft its log
   * @param peer what other replicas bring it
   * @param bundle where OPA polls for its bundle
   * @param opa OPA's own
   */
  public record Replica(int https, int raft, int peer, int bundle, int opa) {}

  /**
   * The ports of a replica of the API server.
   *
   * @param number from 1 to {@link #REPLICAS_MAX}
   */
  public Replica replica(int number) {
    if (number == 1) {
      return new Replica(base + 8, base + 9, base + 14, base + 13, base + 7);
    }
    int first = base + FURTHER_REPLICAS + PORTS_EACH * (number - 2);
    return new Replica(first, first + 1, first + 2, first + 3, first + 4);
  }

  public int operator() {
    return base + 10;
  }

  public int worker() {
    return base + 11;
  }

  /** Where the Kubernetes API asks the operator's admission webhook. */
  public int webhook() {
    return base + 12;
  }

  /** Every port with who listens there. */
  public Map<String, Integer> byUse() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("etcd", etcdClient());
    ports.put("etcd (peers)", etcdPeer());
    ports.put("kube-apiserver", kubeApiServer());
    ports.put("kube-controller-manager", kubeControllerManager());
    ports.put("Keycloak", keycloak());
    ports.put("PostgreSQL", postgres());
    ports.put("the operator", operator());
    ports.put("the operator (webhook)", webhook());
    ports.put("the worker", worker());
    for (int number = 1; number <= REPLICAS_MAX; number++) {
      String server = number == 1 ? "the API server" : "the API server " + number;
      Replica replica = replica(number);
      ports.put(server, replica.https());
      ports.put(server + " (Raft)", replica.raft());
      ports.put(server + " (peers)", replica.peer());
      ports.put(server + " (bundle)", replica.bundle());
      ports.put("OPA beside " + server, replica.opa());
    }
    return ports;
  }
}
