package dev.synod.dev.workspace;

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
  public static final int RANGE = 32;

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

  public int opa() {
    return base + 7;
  }

  /** REST, server-sent events and gRPC of the API server, all over TLS. */
  public int apiServer() {
    return base + 8;
  }

  public int raft() {
    return base + 9;
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

  /** Where OPA polls the API server for its bundle. */
  public int bundle() {
    return base + 13;
  }

  /** Every port with who listens there. */
  public Map<String, Integer> byUse() {
    return Map.ofEntries(
        Map.entry("etcd", etcdClient()),
        Map.entry("etcd (peers)", etcdPeer()),
        Map.entry("kube-apiserver", kubeApiServer()),
        Map.entry("kube-controller-manager", kubeControllerManager()),
        Map.entry("Keycloak", keycloak()),
        Map.entry("PostgreSQL", postgres()),
        Map.entry("OPA", opa()),
        Map.entry("the API server", apiServer()),
        Map.entry("the API server (Raft)", raft()),
        Map.entry("the operator", operator()),
        Map.entry("the operator (webhook)", webhook()),
        Map.entry("the worker", worker()),
        Map.entry("the API server (bundle)", bundle()));
  }
}
