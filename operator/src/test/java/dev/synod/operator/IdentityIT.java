package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.crds.Condition;
import dev.synod.crds.KubernetesApi;
import dev.synod.crds.agent.Agent;
import dev.synod.testkit.Keycloak;
import dev.synod.testkit.server.Await;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Credentials of agents, with the real Keycloak; the API server is down. */
class IdentityIT {
  @RegisterExtension static final Keycloak KEYCLOAK = new Keycloak();

  private static final long WAIT_SECONDS_MAX = 120;
  private static KubernetesApi kubernetes;
  private static OperatorProcess operator;

  @BeforeAll
  static void start() throws Exception {
    kubernetes = KubernetesApi.start();
    OperatorProcess.install(kubernetes);
    kubernetes
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("synod-system")
                .withName("synod-endpoints")
                .endMetadata()
                .withData(
                    Map.of(
                        "server", "https://synod.example",
                        "issuer", KEYCLOAK.issuer().toString(),
                        "ca.crt", "none"))
                .build())
        .create();
    operator = startOperator();
  }

  @AfterAll
  static void stop() throws Exception {
    operator.close();
    kubernetes.close();
  }

  @Test
  void shouldGetTokenOfAgentAloneWhenCredentialsAreProvisioned() throws Exception {
    Agent agent = create("default", "historian");

    Map<String, String> credentials = awaitCredentials("default", "historian");

    assertThat(credentials)
        .containsEntry("client-id", "agent-default.historian")
        .containsEntry("issuer", KEYCLOAK.issuer().toString())
        .containsEntry("token-url", KEYCLOAK.issuer() + "/protocol/openid-connect/token");
    JsonNode token = token(credentials);
    assertThat(token.path("azp").asText()).isEqualTo("agent-default.historian");
    assertThat(token.path("aud").toString()).contains("synod-api");
    assertThat(token.path("sub").asText()).isNotEmpty();
    assertThat(token.path("realm_access").isMissingNode()).as("rights come from azp").isTrue();
    assertThat(token.path("resource_access").isMissingNode()).isTrue();
    assertThat(awaitIdentity(agent, "Provisioned").message()).contains("historian-credentials");
  }

  @Test
  void shouldKeepFormerCredentialsForTheOverlapWhenTheyAreRotated() throws Exception {
    Agent agent = create("default", "rotated", "{identity: {secret: {overlap: 15s}}}");
    Map<String, String> former = awaitCredentials("default", "rotated");

    annotate(agent, "synod.dev/rotate-credentials", Instant.now().toString());

    Map<String, String> current = awaitClient("default", "rotated", "agent-default.rotated_2");
    assertThat(current).doesNotContainEntry("client-secret", former.get("client-secret"));
    assertThat(token(current).path("azp").asText()).isEqualTo("agent-default.rotated_2");
    assertThat(token(former).path("azp").asText()).isEqualTo("agent-default.rotated");
    // It is recorded after the Secret was written.
    Await.until(
        Duration.ofSeconds(WAIT_SECONDS_MAX), "the event", () -> !eventsOfRotation().isEmpty());
    assertThat(eventsOfRotation())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getNote()).contains("agent-default.rotated_2", "former ones");
              assertThat(event.getNote()).doesNotContain(current.get("client-secret"));
            });
    awaitRefused(former);
    assertThat(token(current).path("azp").asText()).isEqualTo("agent-default.rotated_2");
    kubernetes.client().resource(agent).delete();
    awaitRefused(current);
  }

  private static List<Event> eventsOfRotation() {
    return kubernetes
        .client()
        .events()
        .v1()
        .events()
        .inNamespace("default")
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getReason().equals("CredentialsRotated"))
        .toList();
  }

  @Test
  void shouldIgnoreRequestForRotationAndSaySoWhenItIsNoTime() throws Exception {
    Agent agent = create("default", "hurried");
    Map<String, String> credentials = awaitCredentials("default", "hurried");

    annotate(agent, "synod.dev/rotate-credentials", "now");

    Agent told =
        kubernetes
            .client()
            .resource(agent)
            .waitUntilCondition(
                one ->
                    one.getStatus() != null
                        && one.getStatus().conditions().stream()
                            .anyMatch(
                                condition ->
                                    condition
                                        .message()
                                        .contains("such as 2026-01-31T12:00:00Z, but found 'now'")),
                WAIT_SECONDS_MAX,
                TimeUnit.SECONDS);
    assertThat(told).isNotNull();
    assertThat(awaitCredentials("default", "hurried")).isEqualTo(credentials);
  }

  private static void annotate(Agent agent, String name, String value) {
    kubernetes
        .client()
        .resource(agent)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(name, value));
  }

  @Test
  void shouldTakeClientAwayWhenAgentIsDeletedWhileServerIsDown() throws Exception {
    Agent agent = create("default", "leaver");
    Map<String, String> credentials = awaitCredentials("default", "leaver");

    kubernetes.client().resource(agent).delete();

    awaitGone(agent);
    assertThatThrownBy(() -> token(credentials)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldKeepApartAgentsWhoseNamesRunTogether() throws Exception {
    kubernetes
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("default-a").endMetadata().build())
        .create();
    create("default", "a-b");
    Map<String, String> credentials = awaitCredentials("default", "a-b");

    Agent other = create("default-a", "b");

    assertThat(awaitCredentials("default-a", "b"))
        .containsEntry("client-id", "agent-default-a.b")
        .doesNotContainEntry("client-secret", credentials.get("client-secret"));
    kubernetes.client().resource(other).delete();
    awaitGone(other);
    assertThat(token(credentials).path("azp").asText()).isEqualTo("agent-default.a-b");
  }

  @Test
  void shouldLeaveClientToItsOwnerWhenItIsNotTheAgents() throws Exception {
    makeClient("agent-default.taken");

    Agent agent = create("default", "taken");

    assertThat(awaitIdentity(agent, "NameTaken").message())
        .isEqualTo(
            "Client agent-default.taken in Keycloak belongs to someone else: rename the Agent");
    assertThat(secret("default", "taken")).isNull();
    kubernetes.client().resource(agent).delete();
    awaitGone(agent);
    assertThat(token(Map.of("client-id", "agent-default.taken", "client-secret", "precious")))
        .isNotNull();
  }

  private static void makeClient(String id) throws Exception {
    String token = KEYCLOAK.tokenOfClient("synod-operator", KEYCLOAK.operatorSecret());
    HttpResponse<String> made =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(KEYCLOAK.url() + "/admin/realms/synod/clients"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            """
                            {"clientId":"%s","secret":"precious","serviceAccountsEnabled":true}"""
                                .formatted(id)))
                    .build(),
                BodyHandlers.ofString());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  @Test
  void shouldLeaveSecretToItsOwnerWhenItIsNotTheAgents() {
    Secret foreign =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: guest-credentials, namespace: default}
            stringData: {password: precious}
            """,
            Secret.class);
    kubernetes.client().resource(foreign).create();

    Agent agent = create("default", "guest");

    assertThat(awaitIdentity(agent, "NameTaken").message()).contains("guest-credentials");
    assertThat(secret("default", "guest").getData()).containsOnlyKeys("password");
  }

  @Test
  void shouldTakeClientAwayLaterWhenAgentWentWhileOperatorWasDown() throws Exception {
    Agent agent = create("default", "orphan");
    Map<String, String> credentials = awaitCredentials("default", "orphan");
    operator.kill();
    kubernetes
        .client()
        .resources(Agent.class)
        .inNamespace("default")
        .withName("orphan")
        .edit(
            one -> {
              one.getMetadata().setFinalizers(null);
              return one;
            });
    kubernetes.client().resource(agent).delete();
    assertThat(token(credentials).path("azp").asText()).isEqualTo("agent-default.orphan");

    operator = startOperator();

    awaitRefused(credentials);
  }

  private static OperatorProcess startOperator() throws Exception {
    Path secret = Files.createTempFile("operator", "secret");
    Files.writeString(secret, KEYCLOAK.operatorSecret());
    return OperatorProcess.start(
        kubernetes,
        Map.of(
            "SYNOD_KEYCLOAK_URL",
            KEYCLOAK.url().toString(),
            "SYNOD_KEYCLOAK_CLIENT_SECRET_FILE",
            secret.toString(),
            "SYNOD_FINALIZER_TIMEOUT",
            "2s",
            // One that was killed is followed by another.
            "SYNOD_LEADER_ELECTION_LEASE",
            "12s",
            "SYNOD_LEADER_ELECTION_RENEW_DEADLINE",
            "8s",
            "SYNOD_COMPARISON_INTERVAL",
            "2s"));
  }

  private static Agent create(String namespace, String name) {
    return create(namespace, name, "{}");
  }

  private static Agent create(String namespace, String name, String spec) {
    return kubernetes
        .client()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: synod.dev/v1alpha1
                kind: Agent
                metadata: {name: %s, namespace: %s}
                spec: %s
                """
                    .formatted(name, namespace, spec),
                Agent.class))
        .create();
  }

  private static Secret secret(String namespace, String agent) {
    return kubernetes
        .client()
        .secrets()
        .inNamespace(namespace)
        .withName(agent + "-credentials")
        .get();
  }

  private static Map<String, String> awaitCredentials(String namespace, String agent) {
    return awaitClient(namespace, agent, "agent-" + namespace + "." + agent);
  }

  private static Map<String, String> awaitClient(String namespace, String agent, String client) {
    Map<String, String> data =
        kubernetes
            .client()
            .secrets()
            .inNamespace(namespace)
            .withName(agent + "-credentials")
            .waitUntilCondition(
                one -> one != null && decoded(one.getData().get("client-id")).equals(client),
                WAIT_SECONDS_MAX,
                TimeUnit.SECONDS)
            .getData();
    data.replaceAll((key, value) -> decoded(value));
    return data;
  }

  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  private static Condition awaitIdentity(Agent agent, String reason) {
    return kubernetes
        .client()
        .resource(agent)
        .waitUntilCondition(
            one ->
                one != null
                    && one.getStatus() != null
                    && one.getStatus().conditions().stream()
                        .anyMatch(condition -> condition.reason().equals(reason)),
            WAIT_SECONDS_MAX,
            TimeUnit.SECONDS)
        .getStatus()
        .conditions()
        .stream()
        .filter(condition -> condition.type().equals("IdentityReady"))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitGone(Agent agent) {
    kubernetes
        .client()
        .resource(agent)
        .waitUntilCondition(one -> one == null, WAIT_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static void awaitRefused(Map<String, String> credentials) throws Exception {
    Instant limit = Instant.now().plusSeconds(WAIT_SECONDS_MAX);
    while (true) {
      try {
        token(credentials);
      } catch (IOException e) {
        return;
      }
      assertThat(Instant.now()).as("client is gone before").isBefore(limit);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static JsonNode token(Map<String, String> credentials) throws Exception {
    String token =
        KEYCLOAK.tokenOfClient(credentials.get("client-id"), credentials.get("client-secret"));
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }
}
