package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Tokens by the client credentials grant. */
final class ClientCredentials implements TokenSource {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration MARGIN_MAX = Duration.ofSeconds(30);
  private static final long LIFETIME_SECONDS_DEFAULT = 60;
  private static final int ATTEMPTS_MAX = 3;

  private record Kept(String token, Instant until) {}

  private final Path directory;
  private final HttpClient http;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Kept kept;

  ClientCredentials(Path directory, SSLContext trust, InstantSource clock) {
    this.directory = directory;
    this.http = HttpClient.newBuilder().sslContext(trust).connectTimeout(TIMEOUT).build();
    this.clock = clock;
  }

  @Override
  public String token() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      Kept current = kept;
      if (current == null || !clock.instant().isBefore(current.until())) {
        current = request();
        kept = current;
      }
      return current.token();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void refused() {
    lock.lock();
    try {
      kept = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for a token. The files are replaced one by one when the secret is rotated: where they have
   * changed since they were read, a refusal says nothing about what they hold now.
   */
  private Kept request() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      URI endpoint = endpoint();
      String form = form();
      Instant asked = clock.instant();
      HttpResponse<byte[]> response = send(endpoint, form);
      JsonNode answer = parse(response.body());
      String token = answer.path("access_token").asText("");
      if (response.statusCode() == 200 && !token.isEmpty()) {
        long lifetime = answer.path("expires_in").asLong(LIFETIME_SECONDS_DEFAULT);
        Duration margin = Duration.ofSeconds(Math.min(MARGIN_MAX.toSeconds(), lifetime / 4));
        return new Kept(token, asked.plusSeconds(lifetime).minus(margin));
      }
      if (attempt == ATTEMPTS_MAX || form.equals(form())) {
        throw new IOException(
            "Expected a token from %s for the client in %s, but it answered %d %s. Check that the client exists and that its secret is current."
                .formatted(
                    endpoint,
                    directory,
                    response.statusCode(),
                    answer.path("error").asText("without a reason")));
      }
    }
  }

  private HttpResponse<byte[]> send(URI endpoint, String form)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private String form() throws IOException {
    return "grant_type=client_credentials&client_id=%s&client_secret=%s"
        .formatted(encoded("client-id"), encoded("client-secret"));
  }

  private URI endpoint() throws IOException {
    String text = read("token-url");
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Expected a URL in %s, but found '%s'.".formatted(directory.resolve("token-url"), text),
          e);
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Json.parse(ByteString.copyFrom(body));
    } catch (UncheckedIOException e) {
      return Json.object();
    }
  }

  private String encoded(String name) throws IOException {
    return URLEncoder.encode(read(name), StandardCharsets.UTF_8);
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name)).strip();
  }
}
