package dev.synod.operator.agent;

import dev.synod.crds.agent.Agent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;

/**
 * What an Agent finds around it.
 *
 * @param agent the Agent
 * @param deployment the Deployment of its name, whoever made it
 * @param endpoints where agents find the API server; empty until Synod's ConfigMap exists
 */
record AgentObservation(
    Agent agent, Optional<Deployment> deployment, Optional<Map<String, String>> endpoints) {}
