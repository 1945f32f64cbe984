package dev.synod.realm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings a realm into the state that Synod needs, over REST rather than by an import, for an import
 * suppresses Keycloak's own client scopes and never updates a realm. Running it again changes
 * nothing, and repairs what someone has removed.
 */
public final class RealmBootstrap {

  /** Audience of all tokens for the API server. */
  public static final String API_AUDIENCE = "synod-api";

  /** Public client of people on the command line. */
  public static final String CLI_CLIENT = "synod-cli";

  /** Confidential client with which the operator manages the agents' clients, and nothing else. */
  public static final String OPERATOR_CLIENT = "synod-operator";

  /** Scope that puts {@link #API_AUDIENCE} into a person's token. */
  public static final String AUDIENCE_SCOPE = "synod-audience";

  /** Scope that puts {@link #API_AUDIENCE} and role {@code agent} into an agent's token. */
  public static final String AGENT_SCOPE = "synod-agent";

  private static final String AGENT_ROLE = "agent";
  private static final String ADMIN_ROLE = "admin";

  /** Lets a person put the base policy alone in force; part of no other role. */
  private static final String BREAK_GLASS_ROLE = "break-glass";

  private static final int ACCESS_TOKEN_SECONDS = 300;

  private static final Map<String, String> PEOPLES_ROLES =
      new TreeMap<>(
          Map.of(
              "viewer", "Reads all but the log",
              "editor", "Writes state, submits tasks, starts runs, decides approvals",
              "governor", "Activates policies, decides approvals",
              "auditor", "Reads all and the log"));

  private final KeycloakAdmin keycloak;
  private final RealmSettings settings;
  private final String realm;

  private RealmBootstrap(KeycloakAdmin keycloak, RealmSettings settings) {
    this.keycloak = keycloak;
    this.settings = settings;
    this.realm = "/" + KeycloakAdmin.encode(settings.realm());
  }

  /**
   * Sets the realm up.
   *
   * @return the secret of {@link #OPERATOR_CLIENT}
   */
  public static String run(RealmSettings settings) throws IOException, InterruptedException {
    RealmSettings.AdminClient client = settings.adminClient();
    KeycloakAdmin keycloak = new KeycloakAdmin(settings.server(), client.id(), client.secret());
    return new RealmBootstrap(keycloak, settings).run();
  }

  private String run() throws IOException, InterruptedException {
    realm();
    roles();
    clientScopes();
    clients();
    grantManageClients();
    for (Person person : settings.people()) {
      person(person);
    }
    return keycloak
        .get(realm + "/clients/" + clientUuid(OPERATOR_CLIENT) + "/client-secret")
        .path("value")
        .asText();
  }

  private void realm() throws IOException, InterruptedException {
    Map<String, Object> wanted =
        Map.of(
            "realm",
            settings.realm(),
            "displayName",
            "Synod",
            "enabled",
            true,
            "accessTokenLifespan",
            ACCESS_TOKEN_SECONDS,
            "registrationAllowed",
            false,
            "bruteForceProtected",
            true);
    if (keycloak.get(realm).isMissingNode()) {
      keycloak.post("", wanted);
    } else {
      keycloak.put(realm, wanted);
    }
  }

  private void roles() throws IOException, InterruptedException {
    for (Map.Entry<String, String> role : PEOPLES_ROLES.entrySet()) {
      role(role.getKey(), role.getValue());
    }
    role(AGENT_ROLE, "Takes part in coordination; given by a client scope, never to people");
    role(ADMIN_ROLE, "Everything that a person can do");
    role(BREAK_GLASS_ROLE, "Leaves declared policies out in an emergency; given to few");
    List<JsonNode> parts = new ArrayList<>();
    for (String name : PEOPLES_ROLES.keySet()) {
      parts.add(keycloak.get(realm + "/roles/" + name));
    }
    keycloak.post(realm + "/roles/" + ADMIN_ROLE + "/composites", parts);
  }

  private void role(String name, String description) throws IOException, InterruptedException {
    if (keycloak.get(realm + "/roles/" + name).isMissingNode()) {
      keycloak.post(realm + "/roles", Map.of("name", name, "description", description));
    }
  }

  private void clientScopes() throws IOException, InterruptedException {
    Map<String, Object> audience =
        mapper(
            "audience",
            "oidc-audience-mapper",
            Map.of(
                "included.client.audience", API_AUDIENCE,
                "access.token.claim", "true",
                "introspection.token.claim", "true",
                "id.token.claim", "false"));
    Map<String, Object> role =
        mapper("role", "oidc-hardcoded-role-mapper", Map.of("role", AGENT_ROLE));
    clientScope(AUDIENCE_SCOPE, List.of(audience));
    clientScope(AGENT_SCOPE, List.of(audience, role));
  }

  private static Map<String, Object> mapper(
      String name, String type, Map<String, String> configuration) {
    return Map.of(
        "name", name,
        "protocol", "openid-connect",
        "protocolMapper", type,
        "config", configuration);
  }

  private void clientScope(String name, List<Map<String, Object>> mappers)
      throws IOException, InterruptedException {
    JsonNode found = named(keycloak.get(realm + "/client-scopes"), "name", name);
    if (found.isMissingNode()) {
      keycloak.post(
          realm + "/client-scopes",
          Map.of(
              "name",
              name,
              "protocol",
              "openid-connect",
              "attributes",
              Map.of("include.in.token.scope", "false", "display.on.consent.screen", "false"),
              "protocolMappers",
              mappers));
      return;
    }
    String path =
        realm + "/client-scopes/" + found.path("id").asText() + "/protocol-mappers/models";
    for (Map<String, Object> mapper : mappers) {
      JsonNode present = named(found.path("protocolMappers"), "name", "" + mapper.get("name"));
      if (present.isMissingNode()) {
        keycloak.post(path, mapper);
      } else {
        Map<String, Object> update = new TreeMap<>(mapper);
        update.put("id", present.path("id").asText());
        keycloak.put(path + "/" + present.path("id").asText(), update);
      }
    }
  }

  private void clients() throws IOException, InterruptedException {
    client(Clients.api());
    client(Clients.operator(settings.operatorSecret()));
    client(Clients.commandLine(settings.passwordGrant()));
    String scope =
        named(keycloak.get(realm + "/client-scopes"), "name", AUDIENCE_SCOPE).path("id").asText();
    keycloak.put(
        realm + "/clients/" + clientUuid(CLI_CLIENT) + "/default-client-scopes/" + scope, Map.of());
  }

  private void client(Map<String, Object> wanted) throws IOException, InterruptedException {
    String clientId = "" + wanted.get("clientId");
    JsonNode found = named(findClient(clientId), "clientId", clientId);
    if (found.isMissingNode()) {
      keycloak.post(realm + "/clients", wanted);
    } else {
      keycloak.put(realm + "/clients/" + found.path("id").asText(), wanted);
    }
  }

  /**
   * The operator may create, change and delete clients and read their secrets; that is the least
   * that Keycloak can grant for this.
   */
  private void grantManageClients() throws IOException, InterruptedException {
    String user =
        keycloak
            .get(realm + "/clients/" + clientUuid(OPERATOR_CLIENT) + "/service-account-user")
            .path("id")
            .asText();
    String management = clientUuid("realm-management");
    JsonNode role = keycloak.get(realm + "/clients/" + management + "/roles/manage-clients");
    keycloak.post(realm + "/users/" + user + "/role-mappings/clients/" + management, List.of(role));
  }

  private void person(Person person) throws IOException, InterruptedException {
    String query = realm + "/users?exact=true&username=" + KeycloakAdmin.encode(person.name());
    JsonNode found = named(keycloak.get(query), "username", person.name());
    if (found.isMissingNode()) {
      // Without mail address and names Keycloak calls the account not fully set up.
      keycloak.post(
          realm + "/users",
          Map.of(
              "username",
              person.name(),
              "enabled",
              true,
              "email",
              person.name() + "@synod.example",
              "emailVerified",
              true,
              "firstName",
              capitalized(person.name()),
              "lastName",
              "Synod"));
      found = named(keycloak.get(query), "username", person.name());
    }
    String user = realm + "/users/" + found.path("id").asText();
    keycloak.put(
        user + "/reset-password",
        Map.of("type", "password", "value", person.password(), "temporary", false));
    List<JsonNode> roles = new ArrayList<>();
    roles.add(keycloak.get(realm + "/roles/" + KeycloakAdmin.encode(person.role())));
    if (person.role().equals(ADMIN_ROLE)) {
      roles.add(keycloak.get(realm + "/roles/" + BREAK_GLASS_ROLE));
    }
    keycloak.post(user + "/role-mappings/realm", roles);
  }

  private static String capitalized(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private String clientUuid(String clientId) throws IOException, InterruptedException {
    return named(findClient(clientId), "clientId", clientId).path("id").asText();
  }

  private JsonNode findClient(String clientId) throws IOException, InterruptedException {
    return keycloak.get(realm + "/clients?clientId=" + KeycloakAdmin.encode(clientId));
  }

  private static JsonNode named(JsonNode list, String field, String name) {
    for (JsonNode item : list) {
      if (item.path(field).asText().equals(name)) {
        return item;
      }
    }
    return list.path("none");
  }
}
