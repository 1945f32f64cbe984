package dev.synod.operator.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.synod.operator.OperatorConfiguration;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keycloak's admin REST API of one realm, as the operator's own client. */
@ApplicationScoped
class KeycloakRest {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OperatorConfiguration.Keycloak configuration;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private @Nullable Token token;

  private record Token(String value, Instant renewAt) {}

  /** A status and a body; the body is missing when it is not JSON. */
  record Answer(int status, JsonNode body) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  KeycloakRest(OperatorConfiguration configuration, Clock clock) {
    this.configuration = configuration.keycloak();
    this.clock = clock;
  }

  /** The issuer of the realm's tokens, as seen from the operator. */
  String issuer() {
    return base() + "/realms/" + configuration.realm();
  }

  /**
   * Asks the realm's admin API.
   *
   * @param path below {@code /admin/realms/<realm>}
   */
  Answer ask(String method, String path, @Nullable JsonNode body) throws KeycloakException {
    Answer answer = askOnce(method, path, body);
    if (answer.status() == 401) {
      forgetToken();
      answer = askOnce(method, path, body);
    }
    return answer;
  }

  /** The same, for requests that have no other good end than success. */
  JsonNode demand(String method, String path, @Nullable JsonNode body) throws KeycloakException {
    Answer answer = ask(method, path, body);
    if (!answer.isSuccess()) {
      throw new KeycloakException(
          "Expected Keycloak to take %s %s, but found %d %s"
              .formatted(method, path, answer.status(), answer.body()));
    }
    return answer.body();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer askOnce(String method, String path, @Nullable JsonNode body)
      throws KeycloakException {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    return send(
        HttpRequest.newBuilder(URI.create(base() + "/admin/realms/" + configuration.realm() + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(method, publisher));
  }

  private synchronized void forgetToken() {
    token = null;
  }

  private synchronized String token() throws KeycloakException {
    Token current = token;
    if (current == null || clock.instant().isAfter(current.renewAt())) {
      current = newToken();
      token = current;
    }
    return current.value();
  }

  private Token newToken() throws KeycloakException {
    Answer answer =
        send(
            HttpRequest.newBuilder(URI.create(issuer() + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id="
                            + encoded(configuration.clientId())
                            + "&client_secret="
                            + encoded(clientSecret()))));
    if (!answer.isSuccess()) {
      throw new KeycloakException(
          "Expected Keycloak to give client %s a token, but found %d %s"
              .formatted(configuration.clientId(), answer.status(), answer.body()));
    }
    Duration lifetime = Duration.ofSeconds(answer.body().path("expires_in").asLong());
    return new Token(
        answer.body().path("access_token").asText(),
        clock.instant().plus(lifetime).minus(RENEW_BEFORE_EXPIRY));
  }

  private String clientSecret() throws KeycloakException {
    try {
      return Files.readString(configuration.clientSecretFile()).strip();
    } catch (IOException e) {
      throw new KeycloakException(
          "Expected the operator's client secret in " + configuration.clientSecretFile(), e);
    }
  }

  private Answer send(HttpRequest.Builder request) throws KeycloakException {
    HttpRequest built = request.timeout(ANSWER_TIMEOUT).build();
    try {
      HttpResponse<String> response = http.send(built, BodyHandlers.ofString());
      return new Answer(response.statusCode(), json(response.body()));
    } catch (IOException e) {
      String cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new KeycloakException(
          "Keycloak " + configuration.url() + " cannot be reached: " + cause, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeycloakException("Asking Keycloak was interrupted");
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private String base() {
    return configuration.url().toString().replaceFirst("/+$", "");
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }
}
