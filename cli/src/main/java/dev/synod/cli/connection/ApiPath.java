package dev.synod.cli.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A path below {@code /v1}, with its parts encoded.
 *
 * @param text as it stands in the URL
 */
public record ApiPath(String text) {
  /** A path of these segments. */
  public static ApiPath of(String... segments) {
    var text = new StringBuilder();
    for (String segment : segments) {
      text.append('/').append(encoded(segment));
    }
    return new ApiPath(text.toString());
  }

  /** This path, followed by a key whose slashes part it. */
  public ApiPath key(String key) {
    var longer = new StringBuilder(text);
    for (String segment : key.split("/", -1)) {
      longer.append('/').append(encoded(segment));
    }
    return new ApiPath(longer.toString());
  }

  /** This path's resource, told to do something. */
  public ApiPath verb(String verb) {
    return new ApiPath(text + ":" + verb);
  }

  /** This path, with one more query parameter. */
  public ApiPath query(String name, String value) {
    return new ApiPath(text + (text.contains("?") ? "&" : "?") + name + "=" + encoded(value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
