package dev.synod.operator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportStatus;
import dev.synod.crds.report.ReportScope;
import dev.synod.operator.declaration.Applier;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.ServerConnection;
import dev.synod.operator.identity.Endpoints;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;

/** The API server's {@code /v1/namespaces/NAMESPACE/audit/reports}. */
@ApplicationScoped
class ReportClient {
  private static final int SERVER_FAULT = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerConnection connection;
  private final Endpoints endpoints;

  ReportClient(ServerConnection connection, Endpoints endpoints) {
    this.connection = connection;
    this.endpoints = endpoints;
  }

  private record Answer(Outcome outcome, JsonNode body) {}

  /** Asks for the report of a window, and tells how it stands. */
  Progress ask(AuditReport report, Window window) {
    Answer answer = send("PUT", path(report), wanted(report, window).toString());
    if (!(answer.outcome() instanceof Outcome.Done)) {
      return Progress.unknown(answer.outcome());
    }
    JsonNode body = answer.body();
    return new Progress(
        Outcome.DONE,
        body.path("state").asText(),
        body.path("message").asText(),
        body.path("percent").asInt(),
        body.path("made").isObject() ? Optional.of(latest(report, body)) : Optional.empty());
  }

  /** Removes what was made for resources that had the name before; later, where nothing answers. */
  void removeOthers(AuditReport report) {
    var _ = send("DELETE", path(report) + "?notUid=" + report.getMetadata().getUid(), "");
  }

  /** Removes what was made; answers what keeps that from being done. */
  Optional<String> remove(AuditReport report) {
    String path = path(report) + "?uid=" + report.getMetadata().getUid();
    return switch (send("DELETE", path, "").outcome()) {
      case Outcome.Done _ -> Optional.empty();
      case Outcome.Refused refused -> Optional.of(refused.code() + ": " + refused.detail());
      case Outcome.Unreachable unreachable -> Optional.of(unreachable.detail());
    };
  }

  private static ObjectNode wanted(AuditReport report, Window window) {
    ObjectNode wanted = JSON.createObjectNode();
    wanted.put("uid", report.getMetadata().getUid());
    wanted.put("generation", report.getMetadata().getGeneration());
    wanted.put("applier", Applier.of(report.getMetadata()));
    Integer kept = report.getSpec().keep();
    if (kept != null) {
      wanted.put("kept", kept);
    }
    retention(report).ifPresent(retention -> wanted.put("retentionSeconds", retention.toSeconds()));
    ObjectNode about = wanted.putObject("report");
    ReportScope scope = report.getSpec().scope();
    if (scope != null) {
      about.setAll(JSON.<ObjectNode>valueToTree(scope));
    }
    about.put("from", window.from().toString());
    about.put("to", window.to().toString());
    return wanted;
  }

  /** What was understood before can be parsed. */
  private static Optional<Duration> retention(AuditReport report) {
    try {
      return Retention.of(report.getSpec());
    } catch (ParseException e) {
      throw new IllegalStateException("Expected a spec that is understood.", e);
    }
  }

  private AuditReportStatus.Latest latest(AuditReport report, JsonNode body) {
    JsonNode made = body.path("made");
    String from = body.path("from").asText();
    String server = endpoints.read().map(data -> data.getOrDefault("server", "")).orElse("");
    return new AuditReportStatus.Latest(
        from,
        body.path("to").asText(),
        made.path("entries").asLong(),
        new AuditReportStatus.CheckpointReference(
            made.path("checkpointSize").asLong(), made.path("checkpointRoot").asText()),
        made.path("digest").asText(),
        made.path("bytes").asLong(),
        server
            + path(report)
            + ":download?uid="
            + report.getMetadata().getUid()
            + "&from="
            + URLEncoder.encode(from, StandardCharsets.UTF_8));
  }

  private static String path(AuditReport report) {
    return "/v1/namespaces/%s/audit/reports/%s"
        .formatted(report.getMetadata().getNamespace(), report.getMetadata().getName());
  }

  private Answer send(String method, String path, String body) {
    try {
      HttpResponse<String> response =
          connection.send(
              () ->
                  connection
                      .request(path)
                      .header("Content-Type", "application/json")
                      .header("Accept", "application/json, application/problem+json")
                      .method(method, BodyPublishers.ofString(body)));
      return answer(response);
    } catch (IOException e) {
      return unreachable("API server %s cannot be reached: %s".formatted(connection.server(), e));
    }
  }

  private static Answer answer(HttpResponse<String> response) throws JsonProcessingException {
    int status = response.statusCode();
    JsonNode body =
        response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    if (status / 100 == 2) {
      return new Answer(Outcome.DONE, body);
    }
    String code = body.path("code").asText("http-" + status);
    String detail = body.path("detail").asText("");
    return status >= SERVER_FAULT || status == 429 || status == 401
        ? unreachable("API server answered %d %s: %s".formatted(status, code, detail))
        : new Answer(new Outcome.Refused(code, detail), body);
  }

  private static Answer unreachable(String detail) {
    return new Answer(new Outcome.Unreachable(detail), JSON.createObjectNode());
  }
}
