package dev.synod.server.governance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads what OPA says of the bundle that it fetched last, by its status API. */
@ApplicationScoped
class OpaStatus {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpaConnection opa;

  @Inject
  OpaStatus(OpaConnection opa) {
    this.opa = opa;
  }

  /**
   * Why OPA did not take a bundle.
   *
   * @param fetchedAt when it had fetched the bundle
   * @param message of the whole
   */
  record Refusal(Instant fetchedAt, String message, List<Finding> findings) {}

  /**
   * What is wrong in one file.
   *
   * @param file path within the bundle
   */
  record Finding(String file, int row, int column, String message) {}

  /** Completes with why OPA did not take what it fetched last; empty where it did. */
  CompletableFuture<Optional<Refusal>> refusal() {
    return opa.get("/v1/status").thenApply(OpaStatus::read);
  }

  private static Optional<Refusal> read(HttpResponse<String> response) {
    try {
      JsonNode bundle = JSON.readTree(response.body()).path("result").path("bundles").path("synod");
      if (!bundle.hasNonNull("code")) {
        return Optional.empty();
      }
      var findings = new ArrayList<Finding>();
      for (JsonNode error : bundle.path("errors")) {
        JsonNode at = error.path("location");
        findings.add(
            new Finding(
                at.path("file").asText(),
                at.path("row").asInt(),
                at.path("col").asInt(),
                error.path("message").asText()));
      }
      return Optional.of(
          new Refusal(
              Instant.parse(bundle.path("last_successful_download").asText()),
              bundle.path("message").asText(),
              findings));
    } catch (IOException | DateTimeParseException e) {
      throw new PolicyUnavailableException("Expected OPA to tell its status.", e);
    }
  }
}
