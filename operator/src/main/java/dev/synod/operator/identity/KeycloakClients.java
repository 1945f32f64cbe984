package dev.synod.operator.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Agents' clients in Keycloak. Each carries as attributes whose it is: the operator touches no
 * other client.
 */
@ApplicationScoped
class KeycloakClients {
  private static final int PAGE = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeycloakRest keycloak;

  KeycloakClients(KeycloakRest keycloak) {
    this.keycloak = keycloak;
  }

  /** What Keycloak says about an agent's client. */
  sealed interface Found {
    /** There is one of that id, and it is the agent's. */
    record Own(String secret) implements Found {}

    /** There is one of that id, and it is somebody else's. */
    record Taken(String owner) implements Found {}
  }

  String issuer() {
    return keycloak.issuer();
  }

  /** Brings Keycloak to have the agent's client, and reads its secret. */
  Found provide(AgentClient client) throws KeycloakException {
    Optional<JsonNode> present = find(client.clientId());
    if (present.isEmpty()) {
      KeycloakRest.Answer created = keycloak.ask("POST", "/clients", representation(client));
      if (!created.isSuccess() && created.status() != 409) {
        throw new KeycloakException(
            "Expected Keycloak to create client %s, but found %d %s"
                .formatted(client.clientId(), created.status(), created.body()));
      }
      present = find(client.clientId());
    }
    JsonNode found =
        present.orElseThrow(
            () ->
                new KeycloakException(
                    "Expected client %s to exist once created, but it does not"
                        .formatted(client.clientId())));
    if (!ownerOf(found).equals(Optional.of(client))) {
      return new Found.Taken(ownerOf(found).map(AgentClient::owner).orElse("someone else"));
    }
    JsonNode secret =
        keycloak.demand("GET", "/clients/" + found.path("id").asText() + "/client-secret", null);
    return new Found.Own(secret.path("value").asText());
  }

  /** Brings Keycloak not to have the client; another's of that id is left alone. */
  void remove(AgentClient client) throws KeycloakException {
    Optional<JsonNode> present = find(client.clientId());
    if (present.isPresent() && ownerOf(present.get()).equals(Optional.of(client))) {
      KeycloakRest.Answer deleted =
          keycloak.ask("DELETE", "/clients/" + present.get().path("id").asText(), null);
      if (!deleted.isSuccess() && deleted.status() != 404) {
        throw new KeycloakException(
            "Expected Keycloak to delete client %s, but found %d %s"
                .formatted(client.clientId(), deleted.status(), deleted.body()));
      }
    }
  }

  /** Removes the clients that the agent had before this one. */
  void removeFormer(AgentClient current) throws KeycloakException {
    for (AgentClient client : ofAgent(current)) {
      if (client.generation() < current.generation()) {
        remove(client);
      }
    }
  }

  /** Removes all clients of the agent. */
  void removeAll(AgentClient any) throws KeycloakException {
    for (AgentClient client : ofAgent(any)) {
      remove(client);
    }
  }

  private List<AgentClient> ofAgent(AgentClient any) throws KeycloakException {
    return clients(AgentClient.clientId(any.namespace(), any.name())).stream()
        .filter(client -> client.withGeneration(any.generation()).equals(any))
        .toList();
  }

  /** Clients of every agent of a cluster. */
  List<AgentClient> ofCluster(String cluster) throws KeycloakException {
    return clients(AgentClient.PREFIX).stream()
        .filter(client -> client.cluster().equals(cluster))
        .toList();
  }

  /** Agents' clients whose ids contain a text. */
  private List<AgentClient> clients(String contained) throws KeycloakException {
    List<AgentClient> clients = new ArrayList<>();
    int first = 0;
    JsonNode page;
    do {
      page =
          keycloak.demand(
              "GET",
              "/clients?search=true&clientId=%s&first=%d&max=%d"
                  .formatted(KeycloakRest.encoded(contained), first, PAGE),
              null);
      for (JsonNode client : page) {
        ownerOf(client).ifPresent(clients::add);
      }
      first += PAGE;
    } while (page.size() == PAGE);
    return clients;
  }

  private Optional<JsonNode> find(String clientId) throws KeycloakException {
    JsonNode found =
        keycloak.demand("GET", "/clients?clientId=" + KeycloakRest.encoded(clientId), null);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  private static Optional<AgentClient> ownerOf(JsonNode client) {
    JsonNode attributes = client.path("attributes");
    return attributes.hasNonNull("synod.uid")
        ? Optional.of(
            new AgentClient(
                attributes.path("synod.cluster").asText(),
                attributes.path("synod.namespace").asText(),
                attributes.path("synod.agent").asText(),
                attributes.path("synod.uid").asText(),
                AgentClient.generationOf(client.path("clientId").asText())))
        : Optional.empty();
  }

  /** A service account that gets nothing but what the scope for agents gives. */
  private static ObjectNode representation(AgentClient client) {
    ObjectNode node = JSON.createObjectNode();
    node.put("clientId", client.clientId());
    node.put("name", "Agent " + client.namespace() + "/" + client.name());
    node.put("enabled", true);
    node.put("publicClient", false);
    node.put("clientAuthenticatorType", "client-secret");
    node.put("serviceAccountsEnabled", true);
    node.put("standardFlowEnabled", false);
    node.put("implicitFlowEnabled", false);
    node.put("directAccessGrantsEnabled", false);
    node.put("fullScopeAllowed", false);
    node.putArray("redirectUris");
    node.putArray("webOrigins");
    node.putArray("defaultClientScopes").add("basic").add("synod-agent");
    node.putArray("optionalClientScopes");
    node.putObject("attributes")
        .put("synod.cluster", client.cluster())
        .put("synod.namespace", client.namespace())
        .put("synod.agent", client.name())
        .put("synod.uid", client.uid());
    return node;
  }
}
