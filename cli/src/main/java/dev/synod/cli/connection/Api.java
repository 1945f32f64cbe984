package dev.synod.cli.connection;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The API server, asked over REST. */
public final class Api {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int UNAVAILABLE = 503;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Target target;
  private final Login login;
  private final HttpClient http;

  /** RFC 7234, section 5.5: code, agent, quoted text. */
  private static final Pattern WARNING = Pattern.compile("\\d{3} \\S+ \"([^\"]*)\"");

  private Consumer<String> warned = warning -> {};

  /** Which of the servers is asked; the next one when it can't be reached. */
  private int asked;

  Api(Target target, Login login, HttpClient http) {
    this.target = target;
    this.login = login;
    this.http = http;
  }

  /** The mapper that keeps numbers as they are. */
  public static ObjectMapper json() {
    return JSON;
  }

  /** Tells what policies warn of to somebody; nobody hears it until then. */
  public Api warning(Consumer<String> listener) {
    warned = listener;
    return this;
  }

  /** The server's URL. */
  public String server() {
    return target.server();
  }

  public JsonNode get(ApiPath path) throws CommandException, InterruptedException {
    return parse(send("GET", path, null, Map.of()));
  }

  public JsonNode post(ApiPath path, JsonNode body) throws CommandException, InterruptedException {
    return parse(send("POST", path, body, Map.of()));
  }

  /**
   * Writes.
   *
   * @param conditions headers that say what the write is based on
   */
  public JsonNode put(ApiPath path, JsonNode body, Map<String, String> conditions)
      throws CommandException, InterruptedException {
    return parse(send("PUT", path, body, conditions));
  }

  /** Reads a text as it is. */
  public String text(ApiPath path) throws CommandException, InterruptedException {
    return send("GET", path, null, Map.of());
  }

  /** What a request makes, as it comes. */
  public InputStream download(ApiPath path, JsonNode body)
      throws CommandException, InterruptedException {
    HttpResponse<InputStream> response =
        exchange(
            () -> request("POST", path, body, Map.of(), TIMEOUT),
            HttpResponse.BodyHandlers.ofInputStream());
    return opened(response);
  }

  /**
   * Follows events.
   *
   * @param lastEventId after which to go on; null to begin
   */
  EventStream events(ApiPath path, @Nullable String lastEventId)
      throws CommandException, InterruptedException {
    Map<String, String> headers =
        lastEventId == null
            ? Map.of("Accept", "text/event-stream")
            : Map.of("Accept", "text/event-stream", "Last-Event-ID", lastEventId);
    HttpResponse<InputStream> response =
        exchange(
            () -> request("GET", path, null, headers, null),
            HttpResponse.BodyHandlers.ofInputStream());
    return new EventStream(opened(response));
  }

  private InputStream opened(HttpResponse<InputStream> response) throws CommandException {
    if (response.statusCode() != 200) {
      try (InputStream body = response.body()) {
        throw problem(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw unreachable(e);
      }
    }
    return response.body();
  }

  private String send(
      String method, ApiPath path, @Nullable JsonNode body, Map<String, String> headers)
      throws CommandException, InterruptedException {
    String key = UUID.randomUUID().toString();
    HttpResponse<String> response =
        exchange(
            () -> {
              HttpRequest.Builder request = request(method, path, body, headers, TIMEOUT);
              return method.equals("GET") ? request : request.header("Idempotency-Key", key);
            },
            HttpResponse.BodyHandlers.ofString());
    for (String warning : response.headers().allValues("Warning")) {
      Matcher matcher = WARNING.matcher(warning);
      warned.accept(matcher.matches() ? matcher.group(1) : warning);
    }
    if (response.statusCode() >= 300) {
      throw problem(response.statusCode(), response.body());
    }
    return response.body();
  }

  private interface RequestMaker {
    HttpRequest.Builder make() throws CommandException;
  }

  /** Sends; once more with another token where the one that was kept is not accepted. */
  private <T> HttpResponse<T> exchange(RequestMaker maker, HttpResponse.BodyHandler<T> handler)
      throws CommandException, InterruptedException {
    HttpResponse<T> response = attempt(maker, handler);
    if (response.statusCode() == 401 && login.refused()) {
      return attempt(maker, handler);
    }
    return response;
  }

  private <T> HttpResponse<T> attempt(RequestMaker maker, HttpResponse.BodyHandler<T> handler)
      throws CommandException, InterruptedException {
    for (int left = target.servers().size() - 1; ; left--) {
      HttpRequest request = maker.make().header("Authorization", "Bearer " + login.token()).build();
      try {
        HttpResponse<T> response = http.send(request, handler);
        if (response.statusCode() != UNAVAILABLE || left == 0) {
          return response;
        }
        if (response.body() instanceof InputStream unread) {
          unread.close();
        }
        // It took nothing, for it is cut off from the others or serves nobody.
        asked = (asked + 1) % target.servers().size();
      } catch (IOException e) {
        if (left == 0) {
          throw unreachable(e);
        }
        // A change carries a key, so that the next replica takes it for the same one.
        asked = (asked + 1) % target.servers().size();
      }
    }
  }

  private HttpRequest.Builder request(
      String method,
      ApiPath path,
      @Nullable JsonNode body,
      Map<String, String> headers,
      @Nullable Duration timeout)
      throws CommandException {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(target.servers().get(asked) + "/v1" + path))
              .method(method, publisher);
      if (timeout != null) {
        request.timeout(timeout);
      }
      if (body != null) {
        request.header("Content-Type", "application/json");
      }
      if (!headers.containsKey("Accept")) {
        request.header("Accept", "application/json, application/jsonl;q=0.9, */*;q=0.1");
      }
      headers.forEach(request::header);
      return request;
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          Exit.USAGE,
          "Expected the server's URL such as https://synod.example.org, but found %s."
              .formatted(target.server()),
          e);
    }
  }

  private CommandException unreachable(IOException failure) {
    if (failure instanceof SSLException) {
      return new CommandException(
          Exit.UNREACHABLE,
          "Expected a server at %s with a certificate that is trusted, but: %s. Give its certificate authority by --ca-file or SYNOD_CA_FILE."
              .formatted(target.server(), failure.getMessage()),
          failure);
    }
    String reason = failure.getMessage();
    return new CommandException(
        Exit.UNREACHABLE,
        "Expected an API server at %s, but can't reach it (%s). Is it up?"
            .formatted(
                target.server(), reason == null ? failure.getClass().getSimpleName() : reason),
        failure);
  }

  private static CommandException problem(int status, String body) {
    try {
      return Problem.of(status, JSON.readTree(body));
    } catch (IOException e) {
      return Problem.of(status, JSON.createObjectNode());
    }
  }

  private static JsonNode parse(String body) throws CommandException {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILED, "Expected JSON from the server, but found something else.", e);
    }
  }
}
