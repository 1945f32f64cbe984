package dev.synod.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events, read from a stream. */
final class EventStream implements AutoCloseable {
  private final BufferedReader lines;

  EventStream(InputStream stream) {
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** The next event, or null at the end of the stream. */
  @Nullable Event next() throws IOException {
    String name = "message";
    String id = null;
    var data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return event(name, id, data.toString());
        }
        name = "message";
        id = null;
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      if (value.startsWith(" ")) {
        value = value.substring(1);
      }
      switch (field) {
        case "event" -> name = value;
        case "id" -> id = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        default -> {}
      }
    }
    return null;
  }

  private static Event event(String name, @Nullable String id, String data) throws IOException {
    JsonNode json = Api.json().readTree(data);
    return new Event(name, id, json);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
