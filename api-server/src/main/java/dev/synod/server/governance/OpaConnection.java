package dev.synod.server.governance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Kept connections to the OPA beside us, with a limit on each wait. */
@ApplicationScoped
class OpaConnection {
  private final URI url;
  private final Duration limit;
  private final HttpClient client;

  @Inject
  OpaConnection(GovernanceConfig config) {
    this.url = config.opaUrl();
    this.limit = config.decisionLimit();
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(limit).build();
  }

  /** The longest wait for an answer. */
  Duration limit() {
    return limit;
  }

  /** Asks for a document with an input. */
  CompletableFuture<HttpResponse<String>> post(String path, HttpRequest.BodyPublisher body) {
    return send(
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/json")
            .POST(body));
  }

  CompletableFuture<HttpResponse<String>> get(String path) {
    return send(HttpRequest.newBuilder(url.resolve(path)).GET());
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return client.sendAsync(request.timeout(limit).build(), HttpResponse.BodyHandlers.ofString());
  }
}
