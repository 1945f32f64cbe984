package dev.synod.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A stream of server-sent events, read in the background. */
public final class Events implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();

  /** One event. */
  public record Event(String name, String id, String data) {}

  private Events(HttpResponse<InputStream> response) {
    this.response = response;
  }

  /** Begins to read an answer that was opened. */
  public static Events of(HttpResponse<InputStream> response) {
    var events = new Events(response);
    if (response.statusCode() == 200) {
      Thread.ofVirtual().start(events::read);
    }
    return events;
  }

  public int status() {
    return response.statusCode();
  }

  /** The body of an answer that is no stream. */
  public String problem() throws IOException {
    return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The next event of that name; others before it are passed over. */
  public Event next(String name) throws InterruptedException {
    return next(event -> event.name().equals(name), name);
  }

  public Event next(Predicate<Event> wanted, String what) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Event event = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new AssertionError("Expected within " + LIMIT + ": " + what);
      }
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  /** An event that is there already. */
  public Optional<Event> now() {
    return Optional.ofNullable(queue.poll());
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String name = "message";
      String id = "";
      var data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            queue.add(new Event(name, id, data.toString()));
          }
          name = "message";
          data.setLength(0);
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5).strip());
        }
      }
    } catch (IOException e) {
      // The stream has ended; whoever waits for an event learns it by the limit.
    }
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
