package dev.synod.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The issuer of tokens: Keycloak's OpenID Connect endpoints of one realm. */
final class Issuer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final long LIFETIME_SECONDS_DEFAULT = 60;

  private final String url;
  private final String clientId;
  private final HttpClient http;
  private final InstantSource clock;

  Issuer(String url, String clientId, HttpClient http, InstantSource clock) {
    this.url = url;
    this.clientId = clientId;
    this.http = http;
    this.clock = clock;
  }

  /** Why the issuer gave no token. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String error) {
      super(error);
    }
  }

  /** Exchanges a password for tokens; for development. */
  TokenStore.Kept password(String user, String password)
      throws CommandException, RefusedException, InterruptedException {
    return token(Map.of("grant_type", "password", "username", user, "password", password));
  }

  TokenStore.Kept refresh(String token)
      throws CommandException, RefusedException, InterruptedException {
    return token(Map.of("grant_type", "refresh_token", "refresh_token", token));
  }

  /** Ends the login at the issuer. */
  void logout(String refreshToken) throws CommandException, InterruptedException {
    post("logout", Map.of("refresh_token", refreshToken));
  }

  private TokenStore.Kept token(Map<String, String> form)
      throws CommandException, RefusedException, InterruptedException {
    HttpResponse<String> response = post("token", form);
    JsonNode answer = parse(response.body());
    String access = answer.path("access_token").asText("");
    if (response.statusCode() != 200 || access.isEmpty()) {
      String description = answer.path("error_description").asText("");
      throw new RefusedException(
          answer.path("error").asText("status " + response.statusCode())
              + (description.isEmpty() ? "" : ": " + description));
    }
    long now = clock.millis();
    JsonNode refresh = answer.path("refresh_token");
    long refreshSeconds = answer.path("refresh_expires_in").asLong(0);
    return new TokenStore.Kept(
        access,
        now + 1_000 * answer.path("expires_in").asLong(LIFETIME_SECONDS_DEFAULT),
        refresh.isTextual() ? refresh.asText() : null,
        refreshSeconds == 0 ? 0 : now + 1_000 * refreshSeconds);
  }

  private HttpResponse<String> post(String endpoint, Map<String, String> form)
      throws CommandException, InterruptedException {
    var fields = new TreeMap<>(form);
    fields.put("client_id", clientId);
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/protocol/openid-connect/" + endpoint))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          Exit.UNREACHABLE,
          "Expected the issuer of tokens at %s, but can't reach it (%s). Is Keycloak up?"
              .formatted(url, reason(e)),
          e);
    }
  }

  private static String reason(Exception failure) {
    @Nullable String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
