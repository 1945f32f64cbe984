package dev.synod.operator.identity;

/**
 * Which Agent a client in Keycloak belongs to.
 *
 * @param cluster uid of the cluster's {@code kube-system} namespace
 * @param namespace the Agent's namespace
 * @param name its name
 * @param uid its uid
 */
public record AgentClient(String cluster, String namespace, String name, String uid) {
  static final String PREFIX = "agent-";

  /**
   * The client's id, by which the API server knows the agent. A namespace has no dot, so that no
   * two agents have the same one.
   */
  public static String clientId(String namespace, String name) {
    return PREFIX + namespace + "." + name;
  }

  /** Whose client this is, for people. */
  String owner() {
    return "Agent %s/%s with uid %s of cluster %s".formatted(namespace, name, uid, cluster);
  }

  String clientId() {
    return clientId(namespace, name);
  }
}
