package dev.synod.operator.witness;

import dev.synod.operator.OperatorConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Posts checkpoints to a place outside of the cluster. */
@ApplicationScoped
public class Webhook {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Optional<URI> url;

  Webhook(OperatorConfiguration configuration) {
    this.url = configuration.audit().webhookUrl();
  }

  /** Posts a note as plain text; nothing happens where no URL is configured. */
  void post(String note) throws IOException {
    if (url.isEmpty()) {
      return;
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<Void> response =
          client.send(
              HttpRequest.newBuilder(url.get())
                  .timeout(TIMEOUT)
                  .header("Content-Type", "text/plain; charset=utf-8")
                  .POST(HttpRequest.BodyPublishers.ofString(note))
                  .build(),
              BodyHandlers.discarding());
      if (response.statusCode() >= 300) {
        throw new IOException("it answered " + response.statusCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
