package dev.synod.realm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Keycloak's admin REST API, as JSON trees. */
final class KeycloakAdmin {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Making a realm takes over half a minute on a busy machine. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final int NOT_FOUND = 404;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final String token;

  /** Logs in with the server's administrative client. */
  KeycloakAdmin(URI server, String clientId, String clientSecret)
      throws IOException, InterruptedException {
    this.server = server;
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(encode(clientId), encode(clientSecret));
    HttpRequest request =
        HttpRequest.newBuilder(resolve("/realms/master/protocol/openid-connect/token"))
            .timeout(LIMIT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    this.token = JSON.readTree(send(request).body()).path("access_token").asText();
  }

  /** The resource; a missing node when there is none. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() == NOT_FOUND) {
      return MissingNode.getInstance();
    }
    return JSON.readTree(checked("GET " + path, response).body());
  }

  void post(String path, Object body) throws IOException, InterruptedException {
    send(request(path).POST(json(body)).build());
  }

  void put(String path, Object body) throws IOException, InterruptedException {
    send(request(path).PUT(json(body)).build());
  }

  /** A word in a path or a query. */
  static String encode(String word) {
    return URLEncoder.encode(word, UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(resolve("/admin/realms" + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private URI resolve(String path) {
    return URI.create(server.toString().replaceAll("/$", "") + path);
  }

  private static HttpRequest.BodyPublisher json(Object body) throws IOException {
    return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return checked(
        request.method() + " " + request.uri().getPath(),
        http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
  }

  private static HttpResponse<byte[]> checked(String what, HttpResponse<byte[]> response)
      throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "Expected Keycloak to accept %s, but it answered %d: %s"
              .formatted(what, response.statusCode(), new String(response.body(), UTF_8)));
    }
    return response;
  }
}
