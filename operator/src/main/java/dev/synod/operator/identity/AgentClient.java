package dev.synod.operator.identity;

/**
 * Which Agent a client in Keycloak belongs to.
 *
 * @param cluster uid of the cluster's {@code kube-system} namespace
 * @param namespace the Agent's namespace
 * @param name its name
 * @param uid its uid
 * @param generation which of its clients, from 1; each rotation makes the next one
 */
public record AgentClient(
    String cluster, String namespace, String name, String uid, int generation) {
  static final String PREFIX = "agent-";

  /** Stands before the generation; no name of an Agent has it. */
  private static final char GENERATION_MARK = '_';

  /**
   * The id of an agent's first client, by which the API server knows the agent; later ones have
   * their generation behind it. A namespace has no dot, so that no two agents have the same one.
   */
  public static String clientId(String namespace, String name) {
    return PREFIX + namespace + "." + name;
  }

  /** The generation that a client's id tells; 1 where it tells none. */
  static int generationOf(String clientId) {
    int mark = clientId.lastIndexOf(GENERATION_MARK);
    try {
      return mark < 0 ? 1 : Integer.parseInt(clientId.substring(mark + 1));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** Whose client this is, for people. */
  String owner() {
    return "Agent %s/%s with uid %s of cluster %s".formatted(namespace, name, uid, cluster);
  }

  String clientId() {
    String first = clientId(namespace, name);
    return generation == 1 ? first : first + GENERATION_MARK + generation;
  }

  AgentClient withGeneration(int other) {
    return new AgentClient(cluster, namespace, name, uid, other);
  }
}
