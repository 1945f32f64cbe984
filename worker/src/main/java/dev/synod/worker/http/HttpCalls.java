package dev.synod.worker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.sdk.AssignedTask;
import dev.synod.sdk.TaskFailure;
import dev.synod.sdk.TaskHandler;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Does {@code call: http}: only to hosts that are allowed, at the address that was checked, within
 * limits of time and size, and with the task's effect id as {@code Idempotency-Key}, so that a call
 * that is made again after a crash can be recognised.
 */
public final class HttpCalls implements TaskHandler, AutoCloseable {
  /** Characters of an answer that a fault quotes. */
  private static final int QUOTED_CHARS_MAX = 500;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

  private final AllowedHosts allowed;
  private final HttpLimits limits;
  private final Exchange exchange;

  public HttpCalls(Vertx vertx, AllowedHosts allowed, HttpLimits limits) {
    this.allowed = allowed;
    this.limits = limits;
    this.exchange = new Exchange(vertx, limits);
  }

  @Override
  public JsonNode handle(AssignedTask task) throws TaskFailure, InterruptedException {
    return call(Call.of(task.input()), task.effectId());
  }

  JsonNode call(Call first, String effectId) throws TaskFailure, InterruptedException {
    long deadline = System.nanoTime() + limits.total().toNanos();
    Call call = first;
    for (int redirects = 0; ; redirects++) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (left.isNegative() || left.isZero()) {
        throw Failures.timeout("The call took longer than %s.".formatted(limits.total()));
      }
      InetAddress address = address(call);
      Exchange.Response response = exchange.run(call, address, headerValue(effectId), left);
      boolean follows =
          first.redirect()
              && REDIRECTIONS.contains(response.status())
              && response.headers().containsKey("location");
      if (!follows) {
        return output(first, response);
      }
      if (redirects == limits.redirectsMax()) {
        throw Failures.communication(
            response.status(),
            "Too many redirections",
            "Expected at most %d redirections, but found more.".formatted(limits.redirectsMax()));
      }
      call = redirected(call, response);
    }
  }

  private static Call redirected(Call call, Exchange.Response response) throws TaskFailure {
    String location = response.headers().getOrDefault("location", "");
    try {
      URI place = call.uri().resolve(location);
      boolean legal =
          place.getHost() != null
              && ("https".equals(place.getScheme())
                  || ("http".equals(place.getScheme()) && !call.isSecure()));
      if (legal) {
        boolean asGet = response.status() == 303 || !Set.of(307, 308).contains(response.status());
        return call.redirected(place, asGet);
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw Failures.communication(
        response.status(),
        "Redirection not followed",
        "Expected a redirection to an http or https URI, and never from https to http, but found '%s'."
            .formatted(location));
  }

  /** The one address that is called: what is checked is what is connected to. */
  private InetAddress address(Call call) throws TaskFailure {
    String host = call.uri().getHost();
    int port = call.port();
    if (!allowed.mayResolve(host, port)) {
      throw Failures.forbidden(
          "Expected a host in SYNOD_HTTP_ALLOWED_HOSTS, but found %s:%d; ask whoever runs the workers to allow it."
              .formatted(host, port));
    }
    List<InetAddress> addresses;
    try {
      addresses = AllowedHosts.resolve(host);
    } catch (UnknownHostException e) {
      throw Failures.communication(
          503, "Unknown host", "No address is known of %s.".formatted(host));
    }
    for (InetAddress address : addresses) {
      if (!allowed.mayCall(host, address, port)) {
        throw Failures.forbidden(
            "Expected a public address of %s, but found %s; private, loopback and link-local ones must be allowed by name or address."
                .formatted(host, address.getHostAddress()));
      }
    }
    return addresses.getFirst();
  }

  private JsonNode output(Call call, Exchange.Response response) throws TaskFailure {
    int successMax = call.redirect() ? 399 : 299;
    if (response.status() < 200 || response.status() > successMax) {
      throw Failures.communication(
          response.status(),
          response.reason(),
          "%s %s answered %d: %s"
              .formatted(
                  call.method(),
                  call.uri(),
                  response.status(),
                  abbreviate(new String(response.body().toArray(), StandardCharsets.UTF_8))));
    }
    return switch (call.output()) {
      case "raw" ->
          JsonNodeFactory.instance.textNode(
              Base64.getEncoder().encodeToString(response.body().toArray()));
      case "response" -> described(call, response);
      default -> content(response);
    };
  }

  private static JsonNode described(Call call, Exchange.Response response) {
    ObjectNode described = MAPPER.createObjectNode();
    ObjectNode request = described.putObject("request");
    request.put("method", call.method()).put("uri", call.uri().toString());
    ObjectNode sent = request.putObject("headers");
    call.headers()
        .forEach((name, value) -> sent.put(name, name.equals("authorization") ? "***" : value));
    described.put("statusCode", response.status());
    ObjectNode headers = described.putObject("headers");
    response.headers().forEach(headers::put);
    described.set("content", content(response));
    return described;
  }

  private static JsonNode content(Exchange.Response response) {
    if (response.body().length() == 0) {
      return JsonNodeFactory.instance.nullNode();
    }
    String type = response.headers().getOrDefault("content-type", "");
    String text = new String(response.body().toArray(), StandardCharsets.UTF_8);
    if (type.matches("(?i).*[/+]json\\b.*")) {
      try {
        return MAPPER.readTree(text);
      } catch (JsonProcessingException e) {
        return JsonNodeFactory.instance.textNode(text);
      }
    }
    return JsonNodeFactory.instance.textNode(text);
  }

  private static String abbreviate(String text) {
    String line = text.strip();
    return line.length() <= QUOTED_CHARS_MAX ? line : line.substring(0, QUOTED_CHARS_MAX - 1) + "…";
  }

  /** An effect id as the value of a header: what is not visible ASCII is percent-encoded. */
  static String headerValue(String effectId) {
    return effectId
        .codePoints()
        .mapToObj(
            c ->
                c > 0x20 && c < 0x7f && c != '%'
                    ? Character.toString(c)
                    : encoded(Character.toString(c)))
        .collect(Collectors.joining());
  }

  private static String encoded(String character) {
    var out = new StringBuilder();
    for (byte unit : character.getBytes(StandardCharsets.UTF_8)) {
      out.append("%%%02X".formatted(unit & 0xff));
    }
    return out.toString();
  }

  @Override
  public void close() {
    exchange.close();
  }
}
