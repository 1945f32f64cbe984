package dev.synod.torture.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Sets registers over REST under idempotency keys. It sends a request again, to the next server,
 * until one says what became of it, and now and then once more although it knows.
 */
public final class KeyedClient implements Runnable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final int PACE_MILLIS_MAX = 40;
  private static final int TRIES_MAX = 6;
  private static final long ANY = -1;

  private final String name;
  private final Target target;
  private final Course course;
  private final Records records;
  private final SplittableRandom random;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();
  private int values;

  /**
   * Whom it asks.
   *
   * @param servers URLs of them
   * @param path of the group
   * @param trust in their certificates
   * @param token of an agent
   */
  public record Target(
      List<String> servers, String path, SSLContext trust, Supplier<String> token) {
    public Target {
      servers = List.copyOf(servers);
    }
  }

  public KeyedClient(
      String name, Target target, Course course, Records records, SplittableRandom random) {
    this.name = name;
    this.target = target;
    this.course = course;
    this.records = records;
    this.random = random;
    this.http =
        HttpClient.newBuilder().sslContext(target.trust()).connectTimeout(CONNECT_LIMIT).build();
  }

  @Override
  public void run() {
    try (http) {
      while (course.goesOn(random, PACE_MILLIS_MAX)) {
        write(course.register(random));
      }
    } catch (InterruptedException e) {
      http.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void write(String key) throws InterruptedException {
    String value = name + "-" + values++;
    var asked = new Asked(value, ANY, 0);
    int first = random.nextInt(target.servers().size());
    boolean again = random.nextInt(4) == 0;
    long invoked = records.now();
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      OptionalLong revision = send(first + tries, key, value);
      if (revision.isPresent()) {
        var answer = Answer.ok(value, revision.getAsLong());
        records.add(name, Kind.WRITE, key, asked, answer, invoked);
        if (again) {
          repeat(first + tries + 1, key, value, revision.getAsLong());
        }
        return;
      }
    }
    records.add(name, Kind.WRITE, key, asked, Answer.UNKNOWN, invoked);
  }

  /** A request that was answered gets the same answer when it comes again. */
  private void repeat(int server, String key, String value, long revision)
      throws InterruptedException {
    OptionalLong found = send(server, key, value);
    if (found.isPresent()) {
      records.count("write again, same answer");
      if (found.getAsLong() != revision) {
        records.violated(
            "%s wrote %s once, at revision %d, and under the same idempotency key at %d"
                .formatted(name, value, revision, found.getAsLong()));
      }
    }
  }

  /** The revision that it made; none where the server did not say. */
  private OptionalLong send(int server, String key, String value) throws InterruptedException {
    String url = target.servers().get(server % target.servers().size());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + target.path() + "/state/" + key))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + target.token().get())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", value)
            .PUT(HttpRequest.BodyPublishers.ofString("\"" + value + "\""))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        records.count("write sent again after " + response.statusCode());
        return OptionalLong.empty();
      }
      JsonNode revision = json.readTree(response.body()).path("revision");
      return OptionalLong.of(Long.parseLong(revision.asText().replaceFirst("^\\d+-", "")));
    } catch (IOException e) {
      records.count("write sent again without an answer");
      return OptionalLong.empty();
    }
  }
}
