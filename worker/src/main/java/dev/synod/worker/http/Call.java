package dev.synod.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.kernel.value.Bytes;
import dev.synod.sdk.TaskFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call as a run asks for it.
 *
 * @param headers by name in lower case
 * @param body null for none
 * @param output {@code content}, {@code raw} or {@code response}
 * @param redirect whether redirections are followed instead of being errors
 */
record Call(
    String method,
    URI uri,
    Map<String, String> headers,
    @Nullable Bytes body,
    String output,
    boolean redirect) {
  /** What belongs to the connection or to us. */
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "idempotency-key",
          "keep-alive",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  static Call of(JsonNode request) throws TaskFailure {
    JsonNode body = request.get("body");
    boolean hasBody = body != null && !body.isNull();
    Map<String, String> headers = headers(request);
    if (hasBody) {
      headers.putIfAbsent(
          "content-type", body.isTextual() ? "text/plain; charset=utf-8" : "application/json");
    }
    headers.putIfAbsent("accept", "application/json, text/*;q=0.9, */*;q=0.5");
    return new Call(
        request.path("method").asText("GET").toUpperCase(Locale.ROOT),
        uri(request),
        headers,
        hasBody ? bytes(body) : null,
        request.path("output").asText("content"),
        request.path("redirect").asBoolean(false));
  }

  private static Bytes bytes(JsonNode body) {
    String text = body.isTextual() ? body.textValue() : body.toString();
    return Bytes.ofTrusted(text.getBytes(StandardCharsets.UTF_8));
  }

  private static URI uri(JsonNode request) throws TaskFailure {
    String endpoint = request.path("endpoint").asText();
    var query = new StringBuilder();
    request
        .path("query")
        .properties()
        .forEach(
            parameter ->
                query
                    .append(query.isEmpty() ? "" : "&")
                    .append(encode(parameter.getKey()))
                    .append('=')
                    .append(encode(parameter.getValue().asText())));
    try {
      String joined =
          query.isEmpty() ? endpoint : endpoint + (endpoint.contains("?") ? "&" : "?") + query;
      URI uri = new URI(joined);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below, together with the other ways of not being an address to call.
    }
    throw Failures.validation(
        "Expected an absolute http or https URI without user information, but found '%s'."
            .formatted(endpoint));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, String> headers(JsonNode request) throws TaskFailure {
    Map<String, String> headers = new TreeMap<>();
    for (var header : request.path("headers").properties()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      String value = header.getValue().asText();
      boolean legal =
          name.matches("[!#$%&'*+.^_`|~0-9a-z-]+") && value.chars().allMatch(Call::isVisible);
      if (!legal || RESERVED.contains(name)) {
        throw Failures.validation(
            "Expected a header that a workflow may set, but found '%s'."
                .formatted(header.getKey()));
      }
      headers.put(name, value);
    }
    JsonNode basic = request.path("authentication").path("basic");
    if (basic.isObject()) {
      String pair = basic.path("username").asText() + ":" + basic.path("password").asText();
      headers.put(
          "authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    JsonNode bearer = request.path("authentication").path("bearer");
    if (bearer.isObject()) {
      headers.put("authorization", "Bearer " + bearer.path("token").asText());
    }
    return headers;
  }

  private static boolean isVisible(int c) {
    return c == '\t' || (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c <= 0xff);
  }

  int port() {
    return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 443 : 80;
  }

  boolean isSecure() {
    return "https".equals(uri.getScheme());
  }

  /**
   * The same call at the place that a redirection names; credentials stay with the host they were
   * meant for.
   */
  Call redirected(URI place, boolean asGet) {
    Map<String, String> kept = new TreeMap<>(headers);
    if (!uri.getHost().equalsIgnoreCase(place.getHost())) {
      kept.remove("authorization");
      kept.remove("cookie");
    }
    if (asGet) {
      kept.remove("content-type");
    }
    return new Call(
        asGet && !method.equals("HEAD") ? "GET" : method,
        place,
        kept,
        asGet ? null : body,
        output,
        redirect);
  }
}
