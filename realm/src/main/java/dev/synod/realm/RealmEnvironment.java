package dev.synod.realm;

import dev.synod.realm.RealmSettings.AdminClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings as a process finds them. Secrets are in files, so that they show in no listing of
 * processes and in no description of a pod.
 */
record RealmEnvironment(Map<String, String> variables) {

  private static final String URL = "SYNOD_KEYCLOAK_URL";
  private static final String REALM = "SYNOD_KEYCLOAK_REALM";
  private static final String ADMIN_ID_FILE = "SYNOD_KEYCLOAK_ADMIN_CLIENT_ID_FILE";
  private static final String ADMIN_SECRET_FILE = "SYNOD_KEYCLOAK_ADMIN_CLIENT_SECRET_FILE";
  private static final String OPERATOR_SECRET_FILE = "SYNOD_KEYCLOAK_CLIENT_SECRET_FILE";

  RealmEnvironment {
    variables = Map.copyOf(variables);
  }

  static RealmEnvironment of(Map<String, String> variables) {
    return new RealmEnvironment(variables);
  }

  /**
   * What the bootstrap needs to know; people come from elsewhere, and nobody exchanges a password.
   *
   * @throws IllegalArgumentException that names the variable which is missing or wrong
   */
  RealmSettings settings() {
    return new RealmSettings(
        server(),
        new AdminClient(
            secret(ADMIN_ID_FILE, "the id of a client of realm master that may set up realms"),
            secret(ADMIN_SECRET_FILE, "that client's secret")),
        variables.getOrDefault(REALM, "synod"),
        List.of(),
        false,
        Optional.of(secret(OPERATOR_SECRET_FILE, "the secret that the operator logs in with")));
  }

  private URI server() {
    String url = required(URL, "Keycloak's base URL, such as https://keycloak.example.org");
    if (!url.matches("https?://[^/\\s]+.*")) {
      throw new IllegalArgumentException(
          "Expected an http or https URL in %s, but found '%s'".formatted(URL, url));
    }
    return URI.create(url);
  }

  private String secret(String variable, String what) {
    Path file = Path.of(required(variable, "the path of a file with " + what));
    String content;
    try {
      content = Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Expected %s in the file that %s names, but can't read %s"
              .formatted(what, variable, file),
          e);
    }
    if (content.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected %s in the file that %s names, but %s is empty".formatted(what, variable, file));
    }
    return content;
  }

  private String required(String variable, String what) {
    String value = variables.getOrDefault(variable, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "Expected %s in the environment variable %s, but it is not set"
              .formatted(what, variable));
    }
    return value;
  }
}
