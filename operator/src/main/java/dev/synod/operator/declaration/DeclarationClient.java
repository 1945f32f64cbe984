package dev.synod.operator.declaration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The API server's {@code /v1/declarations}. */
@ApplicationScoped
public class DeclarationClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerConnection connection;

  DeclarationClient(ServerConnection connection) {
    this.connection = connection;
  }

  /** Declares something, or declares it again. */
  Outcome put(Declaration declaration) {
    return change(
        path(declaration.kind(), declaration.namespace(), declaration.name()),
        "PUT",
        declaration.body().toString());
  }

  /** Takes a declaration back; one that is not there, or is another resource's, is left alone. */
  Outcome delete(DeclaredKind kind, String namespace, String name, String uid) {
    Outcome outcome = change(path(kind, namespace, name) + "?uid=" + uid, "DELETE", "");
    return outcome instanceof Outcome.Refused refused && refused.code().equals("not-found")
        ? Outcome.DONE
        : outcome;
  }

  /** Everything of a kind that is declared. */
  List<Declared> list(DeclaredKind kind) throws IOException {
    JsonNode answer = get("/v1/declarations/" + kind.path());
    List<Declared> declared = new ArrayList<>();
    for (JsonNode item : items(answer)) {
      declared.add(
          new Declared(
              item.path("namespace").asText(),
              item.path("name").asText(),
              item.path("uid").asText(),
              item.path("generation").asLong()));
    }
    return declared;
  }

  static String statusPath(DeclaredKind kind) {
    return "/v1/declarations/" + kind.path() + "/status";
  }

  static LiveStatus liveStatus(JsonNode item) {
    return new LiveStatus(
        item.path("namespace").asText(),
        item.path("name").asText(),
        item.path("uid").asText(),
        item.path("generation").asLong(),
        item.path("revision").asText(),
        item.path("status"));
  }

  /** Lists come as an array, or as an object that holds it. */
  private static JsonNode items(JsonNode answer) {
    return answer.isArray() ? answer : answer.path("items");
  }

  private static String path(DeclaredKind kind, String namespace, String name) {
    return "/v1/declarations/" + kind.path() + "/" + namespace + "/" + name;
  }

  private JsonNode get(String path) throws IOException {
    HttpResponse<String> response =
        connection.send(() -> connection.request(path).header("Accept", "application/json").GET());
    if (response.statusCode() != 200) {
      throw new IOException(
          "Expected GET " + path + " to answer 200, but found " + problem(response));
    }
    return JSON.readTree(response.body());
  }

  private Outcome change(String path, String method, String body) {
    String key = UUID.randomUUID().toString();
    try {
      return outcome(
          connection.send(
              () ->
                  connection
                      .request(path)
                      .header("Content-Type", "application/json")
                      .header("Accept", "application/json, application/problem+json")
                      .header("Idempotency-Key", key)
                      .method(method, BodyPublishers.ofString(body, StandardCharsets.UTF_8))));
    } catch (IOException e) {
      return new Outcome.Unreachable(
          "API server " + connection.server() + " cannot be reached: " + describe(e));
    }
  }

  private static Outcome outcome(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return Outcome.DONE;
    }
    JsonNode problem = problem(response);
    String code = problem.path("code").asText("http-" + status);
    String detail = problem.path("detail").asText(problem.path("title").asText(response.body()));
    return status >= 500 || status == 429 || status == 401
        ? new Outcome.Unreachable("API server answered " + status + " " + code + ": " + detail)
        : new Outcome.Refused(code, detail);
  }

  private static JsonNode problem(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      return JSON.createObjectNode()
          .put("code", "http-" + response.statusCode())
          .put("detail", response.body());
    }
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
