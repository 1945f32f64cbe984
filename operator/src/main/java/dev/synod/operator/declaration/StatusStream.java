package dev.synod.operator.declaration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection on which the API server sends the live status of a kind, as server-sent events.
 */
final class StatusStream {
  /** The server sends at least a comment more often than this; else the connection is dead. */
  private static final int UNAVAILABLE = 503;

  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DeclaredKind kind;
  private final ServerConnection connection;
  private final Clock clock;
  private final Connectedness connectedness;
  private volatile @Nullable InputStream open;
  private volatile Instant lastHeard;

  StatusStream(DeclaredKind kind, ServerConnection connection, Clock clock) {
    this.kind = kind;
    this.connection = connection;
    this.clock = clock;
    this.connectedness = new Connectedness(clock);
    this.lastHeard = clock.instant();
  }

  /** Whether what was passed on is current. */
  Connectedness connectedness() {
    return connectedness;
  }

  /** Connects and passes on each status until the connection ends. */
  void follow(Consumer<LiveStatus> sink) throws IOException, InterruptedException {
    lastHeard = clock.instant();
    HttpRequest request =
        connection
            .request(DeclarationClient.statusPath(kind))
            .header("Accept", "text/event-stream")
            .GET()
            .build();
    HttpResponse<InputStream> response = connect(request);
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        String answer = new String(body.readNBytes(2048), StandardCharsets.UTF_8);
        if (response.statusCode() == UNAVAILABLE) {
          connection.leave(response.uri());
        }
        throw new IOException(
            "Expected the status stream to answer 200, but found "
                + response.statusCode()
                + " "
                + answer);
      }
      open = body;
      connectedness.begin();
      read(body, sink);
    } finally {
      connectedness.end();
      open = null;
    }
  }

  private HttpResponse<InputStream> connect(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return connection.client().send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      connection.leave(request.uri());
      throw e;
    }
  }

  private void read(InputStream body, Consumer<LiveStatus> sink) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      lastHeard = clock.instant();
      if (line.startsWith("data:")) {
        data.append(line, "data:".length(), line.length()).append('\n');
      } else if (line.isEmpty() && !data.isEmpty()) {
        accept(JSON.readTree(data.toString()), sink);
        data.setLength(0);
      }
    }
  }

  private static void accept(JsonNode data, Consumer<LiveStatus> sink) {
    if (data.path("items").isArray()) {
      data.path("items").forEach(item -> sink.accept(DeclarationClient.liveStatus(item)));
    } else if (data.hasNonNull("uid")) {
      sink.accept(DeclarationClient.liveStatus(data));
    }
  }

  /** Ends a connection on which nothing came for too long, so that a new one is made. */
  void endIfSilent() throws IOException {
    if (Duration.between(lastHeard, clock.instant()).compareTo(SILENCE_MAX) > 0) {
      end();
    }
  }

  /** Ends the connection. */
  void end() throws IOException {
    InputStream body = open;
    if (body != null) {
      body.close();
    }
  }
}
