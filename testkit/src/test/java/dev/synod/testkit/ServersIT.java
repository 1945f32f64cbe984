package dev.synod.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.dev.cluster.Cluster;
import dev.synod.realm.RealmBootstrap;
import dev.synod.realm.RealmSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServersIT {

  @RegisterExtension static final ControlPlane CONTROL_PLANE = new ControlPlane();
  @RegisterExtension static final Postgres POSTGRES = new Postgres();
  @RegisterExtension static final Opa OPA = new Opa();
  @RegisterExtension static final Keycloak KEYCLOAK = new Keycloak();

  @Test
  void shouldAnswerAsClusterWhenAskedWithItsKubeconfig() throws Exception {
    try (var client = Cluster.connect(CONTROL_PLANE.kubeconfig())) {
      assertThat(client.namespaces().withName("default").get()).isNotNull();
    }
  }

  @Test
  void shouldCommitDurablyWhenLeftAtItsSettings() throws Exception {
    try (var connection = POSTGRES.open();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
                    + " rolsuper FROM pg_roles WHERE rolname = current_user")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("on");
      assertThat(row.getString(2)).isEqualTo("on");
      assertThat(row.getBoolean(3)).as("superuser").isFalse();
    }
  }

  @Test
  void shouldAnswerQueriesWhenNoBundleIsThereYet() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(OPA.url() + "/v1/data/system")).build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldGivePeopleTheirRolesAndTheAudienceWhenTheyLogIn() throws Exception {
    JsonNode viewer = claims(KEYCLOAK.tokenOf("viewer"));
    JsonNode admin = claims(KEYCLOAK.tokenOf("admin"));

    assertThat(viewer.path("iss").asText()).isEqualTo(KEYCLOAK.issuer().toString());
    assertThat(viewer.path("aud").toString()).contains("\"synod-api\"");
    assertThat(viewer.at("/realm_access/roles").toString())
        .contains("\"viewer\"")
        .doesNotContain("\"admin\"", "\"agent\"");
    assertThat(admin.at("/realm_access/roles").toString())
        .contains("\"admin\"", "\"viewer\"", "\"auditor\"")
        .doesNotContain("\"agent\"");
    assertThat(admin.path("exp").asLong() - admin.path("iat").asLong()).isEqualTo(300);
  }

  @Test
  void shouldLetTheOperatorManageClientsAndNothingElse() throws Exception {
    String token = KEYCLOAK.tokenOfClient("synod-operator", KEYCLOAK.operatorSecret());

    assertThat(claims(token).at("/resource_access/realm-management/roles").toString())
        .isEqualTo("[\"manage-clients\"]");
    assertThat(status("/clients", token)).isEqualTo(200);
    assertThat(status("/users", token)).isEqualTo(403);
  }

  @Test
  void shouldChangeNothingButWhatWasRemovedWhenTheRealmIsSetUpAgain() throws Exception {
    var running = KEYCLOAK.server();
    var settings =
        new RealmSettings(
            KEYCLOAK.url(),
            running.keycloak().adminClient(),
            "synod",
            running.people(),
            true,
            Optional.empty());
    String token = KEYCLOAK.tokenOfClient("synod-operator", KEYCLOAK.operatorSecret());
    String scope = scopeId(token, RealmBootstrap.AGENT_SCOPE);
    assertThat(send("DELETE", "/client-scopes/" + scope, token).statusCode()).isEqualTo(204);

    String secret = RealmBootstrap.run(settings);

    assertThat(secret).isEqualTo(KEYCLOAK.operatorSecret());
    assertThat(scopeId(token, RealmBootstrap.AGENT_SCOPE)).isNotEmpty().isNotEqualTo(scope);
    assertThat(KEYCLOAK.tokenOf("viewer")).isNotEmpty();
  }

  private static String scopeId(String token, String name) throws Exception {
    for (JsonNode scope :
        new ObjectMapper().readTree(send("GET", "/client-scopes", token).body())) {
      if (scope.path("name").asText().equals(name)) {
        return scope.path("id").asText();
      }
    }
    return "";
  }

  private static int status(String path, String token) throws Exception {
    return send("GET", path, token).statusCode();
  }

  private static HttpResponse<String> send(String method, String path, String token)
      throws Exception {
    URI uri = URI.create(KEYCLOAK.url() + "/admin/realms/synod" + path);
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(uri)
              .header("Authorization", "Bearer " + token)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static JsonNode claims(String token) throws Exception {
    String payload = token.split("\\.", -1)[1];
    return new ObjectMapper().readTree(new String(Base64.getUrlDecoder().decode(payload), UTF_8));
  }
}
