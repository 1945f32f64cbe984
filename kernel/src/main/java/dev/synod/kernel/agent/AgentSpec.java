package dev.synod.kernel.agent;

import java.util.List;
import java.util.SortedMap;

/**
 * What an agent is declared to be.
 *
 * @param clientId the identity provider's client that its processes authenticate as
 * @param concurrentTasks per connected instance
 * @param queuedTasks that may wait per connected instance
 */
public record AgentSpec(
    SortedMap<String, String> labels,
    List<Capability> capabilities,
    int concurrentTasks,
    int queuedTasks,
    String clientId) {
  /** Whether it declares the capability, given as {@code name} or {@code name@version}. */
  public boolean offers(String capability) {
    return capabilities.stream()
        .anyMatch(c -> c.name().equals(capability) || c.qualified().equals(capability));
  }
}
