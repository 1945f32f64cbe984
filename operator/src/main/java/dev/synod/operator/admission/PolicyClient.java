package dev.synod.operator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.declaration.ServerConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The API server's {@code /v1/namespaces/NAMESPACE/resources:admit}, where policy is asked. */
@ApplicationScoped
class PolicyClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Answers to a change that the API server can't take as it is, whoever asks and whenever. */
  private static final Set<Integer> UNREADABLE = Set.of(400, 413);

  /** The answer where it has too many questions, of who makes the change or of all. */
  private static final int CROWDED = 429;

  private final ServerConnection connection;
  private final Duration limit;

  PolicyClient(ServerConnection connection, OperatorConfiguration configuration) {
    this.connection = connection;
    this.limit = configuration.admissionLimit();
  }

  /**
   * Asks what policy says of a change. One that can't be put to it is refused, or whoever applies
   * it could choose not to be judged; a deletion is left to the webhook's failure policy, for it
   * has no content of its own. One that came with too many others is refused too, for the same
   * reason.
   *
   * @throws IOException where nobody can say it now
   */
  Judgement ask(Review review) throws IOException {
    try {
      HttpResponse<String> response = send(review);
      return read(review, response.statusCode(), response.body());
    } catch (IOException e) {
      throw new IOException(
          "Expected to hear what policy says of this change, but the API server %s can't be asked: %s"
              .formatted(
                  connection.server(),
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    }
  }

  private HttpResponse<String> send(Review review) throws IOException {
    String path =
        "/v1/namespaces/%s/resources:admit"
            .formatted(URLEncoder.encode(review.namespace(), StandardCharsets.UTF_8));
    String question = review.question().toString();
    return connection.send(
        () ->
            connection
                .request(path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json")
                .POST(BodyPublishers.ofString(question)),
        limit);
  }

  static Judgement read(Review review, int status, String body) throws IOException {
    JsonNode answer = JSON.readTree(body);
    if (status == CROWDED || (UNREADABLE.contains(status) && !review.isDeletion())) {
      return Judgement.refused("it can't be put to policy: " + answer.path("detail").asText());
    }
    if (status != 200) {
      throw new IOException(
          "it answered %d %s: %s"
              .formatted(status, answer.path("code").asText(), answer.path("detail").asText()));
    }
    return new Judgement(
        answer.path("allowed").asBoolean(),
        texts(answer.path("reasons"), "%2$s (%1$s)"),
        texts(answer.path("warnings"), "%s: %s"),
        answer.path("decision").asText());
  }

  private static List<String> texts(JsonNode reasons, String form) {
    List<String> texts = new ArrayList<>();
    for (JsonNode reason : reasons) {
      texts.add(form.formatted(reason.path("rule").asText(), reason.path("message").asText()));
    }
    return texts;
  }
}
