package dev.synod.server.governance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.server.identity.Subject;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Asks OPA over its data API, with kept connections and a limit on the wait. */
@ApplicationScoped
class OpaClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI decisionUrl;
  private final Duration limit;
  private final Duration permitMax;
  private final Clock clock;
  private final HttpClient client;
  private final MeterRegistry metrics;

  @Inject
  OpaClient(GovernanceConfig config, Clock clock, MeterRegistry metrics) {
    this.metrics = metrics;
    this.decisionUrl = config.opaUrl().resolve(config.decisionPath() + "?provenance=true");
    this.limit = config.decisionLimit();
    this.permitMax = config.permitMax();
    this.clock = clock;
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(limit).build();
  }

  private record Body(Input input) {}

  private record Input(
      Who subject, String action, Where scope, Map<String, String> resource, String time) {}

  private record Who(
      String id,
      String kind,
      SortedSet<String> roles,
      String namespace,
      String name,
      SortedSet<String> groups) {}

  private record Where(String namespace, String group) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(
      @Nullable Result result,
      @Nullable Provenance provenance,
      @JsonProperty("decision_id") @Nullable String decisionId) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Result(
      boolean allow, @Nullable List<Decision.Reason> reasons, @Nullable Long permitSeconds) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Provenance(@Nullable Map<String, BundleOf> bundles) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record BundleOf(@Nullable String revision) {}

  /** Completes with the decision, or exceptionally with {@link PolicyUnavailableException}. */
  CompletableFuture<Decision> decide(Question question) {
    HttpRequest request =
        HttpRequest.newBuilder(decisionUrl)
            .timeout(limit)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(question)))
            .build();
    Timer.Sample asked = Timer.start(metrics);
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(this::read)
        .whenComplete((decision, _) -> asked.stop(decisions(decision)))
        .exceptionallyCompose(
            failure -> {
              Throwable cause =
                  failure instanceof CompletionException wrapped && wrapped.getCause() != null
                      ? wrapped.getCause()
                      : failure;
              return CompletableFuture.failedFuture(
                  cause instanceof PolicyUnavailableException
                      ? cause
                      : new PolicyUnavailableException(
                          "Expected a decision of OPA within %d ms, but it could not be had; try again."
                              .formatted(limit.toMillis()),
                          cause));
            });
  }

  private Timer decisions(@Nullable Decision decision) {
    String result = decision == null ? "unavailable" : decision.allowed() ? "allowed" : "denied";
    return Timer.builder("synod_governance_decision")
        .description("From asking OPA to its decision")
        .tag("result", result)
        .register(metrics);
  }

  /** Completes with the revision of the bundle that OPA decides by, empty while it has none. */
  CompletableFuture<String> revision() {
    HttpRequest request = HttpRequest.newBuilder(decisionUrl).timeout(limit).GET().build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(
            response -> {
              try {
                return revision(JSON.readValue(response.body(), Answer.class));
              } catch (IOException e) {
                throw new PolicyUnavailableException("Expected an answer of OPA.", e);
              }
            });
  }

  private String body(Question question) {
    Subject subject = question.subject();
    var input =
        new Input(
            new Who(
                subject.id(),
                subject.kind().word(),
                subject.roles(),
                subject.namespace(),
                subject.name(),
                question.groups()),
            question.action(),
            new Where(question.scope().namespace(), question.scope().group()),
            Map.of(),
            clock.instant().toString());
    try {
      return JSON.writeValueAsString(new Body(input));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected a question that can be written.", e);
    }
  }

  private Decision read(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new PolicyUnavailableException(
          "Expected a decision of OPA, but it answered with status %d."
              .formatted(response.statusCode()));
    }
    try {
      Answer answer = JSON.readValue(response.body(), Answer.class);
      Result result = answer.result();
      if (result == null) {
        throw new PolicyUnavailableException(
            "Expected a decision of OPA, but it has no policy yet; try again.");
      }
      return new Decision(
          result.allow(),
          result.reasons() == null ? List.of() : List.copyOf(result.reasons()),
          lifetime(result),
          revision(answer),
          answer.decisionId() == null ? "" : answer.decisionId());
    } catch (IOException e) {
      throw new PolicyUnavailableException("Expected a decision of OPA, but can't read it.", e);
    }
  }

  private Duration lifetime(Result result) {
    long seconds = result.permitSeconds() == null ? 0 : Math.max(0, result.permitSeconds());
    return Duration.ofSeconds(Math.min(seconds, permitMax.toSeconds()));
  }

  private static String revision(Answer answer) {
    Provenance provenance = answer.provenance();
    if (provenance == null || provenance.bundles() == null) {
      return "";
    }
    return provenance.bundles().values().stream()
        .map(BundleOf::revision)
        .filter(revision -> revision != null && !revision.isEmpty())
        .findFirst()
        .orElse("");
  }
}
