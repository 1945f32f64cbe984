package dev.synod.kernel.agent;

/** An agent's name. */
public record AgentRef(String namespace, String name) {
  /** The subject that its sessions act as. */
  public String subject() {
    return "agent:" + namespace + "/" + name;
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
