package dev.synod.operator.witness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.operator.declaration.ServerConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API server's {@code /v1/audit}. */
@ApplicationScoped
public class AuditSource {
  /** A checkpoint over what was just acknowledged may take 10 s. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

  private static final int NO_TRAIL = 409;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerConnection connection;

  AuditSource(ServerConnection connection) {
    this.connection = connection;
  }

  /** The newest checkpoint; nothing where the installation keeps no trail, or has no key. */
  Optional<String> checkpoint() throws IOException {
    HttpResponse<String> response = get("/v1/audit/checkpoint", "text/plain");
    return response.statusCode() == NO_TRAIL
        ? Optional.empty()
        : Optional.of(expectOk(response).body());
  }

  /** The public keys that sign now. */
  List<String> keys() throws IOException {
    return texts(JSON.readTree(expectOk(get("/v1/audit/keys", "application/json")).body()), "keys");
  }

  /** Hashes, base64, that show that the tree of one size is the beginning of another's. */
  List<String> consistency(long from, long to) throws IOException {
    String path = "/v1/audit/consistency?from=%d&to=%d".formatted(from, to);
    return texts(JSON.readTree(expectOk(get(path, "application/json")).body()), "path");
  }

  private static List<String> texts(JsonNode answer, String member) {
    var texts = new ArrayList<String>();
    answer.path(member).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private HttpResponse<String> get(String path, String type) throws IOException {
    try {
      return connection
          .client()
          .send(
              connection
                  .request(path)
                  .header("Accept", type + ", application/problem+json")
                  .timeout(ANSWER_TIMEOUT)
                  .GET()
                  .build(),
              BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static HttpResponse<String> expectOk(HttpResponse<String> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException(
          "Expected GET %s to answer 200, but found %d: %s"
              .formatted(response.uri().getPath(), response.statusCode(), response.body()));
    }
    return response;
  }
}
