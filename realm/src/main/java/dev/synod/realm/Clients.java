package dev.synod.realm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The clients of the realm, as Keycloak represents them. */
final class Clients {

  private Clients() {}

  /** Stands for the API server as an audience; nobody logs in with it. */
  static Map<String, Object> api() {
    return Map.of(
        "clientId",
        RealmBootstrap.API_AUDIENCE,
        "name",
        "Synod API",
        "bearerOnly",
        true,
        "standardFlowEnabled",
        false);
  }

  /**
   * Logs in as itself only.
   *
   * @param secret of it; Keycloak makes one, or keeps what it has, where it is absent
   */
  static Map<String, Object> operator(Optional<String> secret) {
    Map<String, Object> client =
        new TreeMap<>(
            Map.of(
                "clientId",
                RealmBootstrap.OPERATOR_CLIENT,
                "name",
                "Synod operator",
                "publicClient",
                false,
                "serviceAccountsEnabled",
                true,
                "standardFlowEnabled",
                false,
                "directAccessGrantsEnabled",
                false));
    secret.ifPresent(value -> client.put("secret", value));
    return client;
  }

  /** People log in with a browser (PKCE), with a code on another device, or, in dev, a password. */
  static Map<String, Object> commandLine(boolean passwordGrant) {
    return Map.of(
        "clientId",
        RealmBootstrap.CLI_CLIENT,
        "name",
        "Synod command line",
        "publicClient",
        true,
        "standardFlowEnabled",
        true,
        "directAccessGrantsEnabled",
        passwordGrant,
        "redirectUris",
        List.of("http://127.0.0.1/*", "http://localhost/*"),
        "attributes",
        Map.of(
            "oauth2.device.authorization.grant.enabled",
            "true",
            "pkce.code.challenge.method",
            "S256"));
  }
}
