package dev.synod.server.identity;

import dev.synod.kernel.agent.AgentRef;
import java.util.Optional;

/**
 * Which declared agent a realm's client belongs to. Agents get their rights from here and never
 * from a role in their token, because whoever may manage the realm's clients could mint any role.
 */
@FunctionalInterface
public interface AgentRegistry {
  Optional<AgentRef> ofClient(String clientId);
}
