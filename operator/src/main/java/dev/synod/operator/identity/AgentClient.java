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

  /** The client's id, by which the API server knows the agent. */
  public static String clientId(String namespace, String name) {
    return PREFIX + namespace + "-" + name;
  }

  String clientId() {
    return clientId(namespace, name);
  }
}
