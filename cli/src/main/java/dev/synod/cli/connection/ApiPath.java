package dev.synod.cli.connection;

import dev.synod.cli.connection.CommandException.Exit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A path below {@code /v1}, with its parts encoded.
 *
 * @param text as it stands in the URL
 */
public record ApiPath(String text) {
  /**
   * A path of these segments.
   *
   * @throws CommandException where one of them is empty, or leads elsewhere
   */
  public static ApiPath of(String... segments) throws CommandException {
    return new ApiPath("").followedBy(segments);
  }

  /**
   * This path, followed by a key whose slashes part it; it may end in one.
   *
   * @throws CommandException where another part of it is empty, or leads elsewhere
   */
  public ApiPath key(String key) throws CommandException {
    String end = key.endsWith("/") ? "/" : "";
    String[] parts = key.substring(0, key.length() - end.length()).split("/", -1);
    return new ApiPath(followedBy(parts).text + end);
  }

  private ApiPath followedBy(String... segments) throws CommandException {
    var longer = new StringBuilder(text);
    for (String segment : segments) {
      if (segment.isEmpty()) {
        throw new CommandException(
            Exit.USAGE,
            "Expected a name or key without an empty part, but found '%s'. Write it out."
                .formatted(String.join("/", segments)));
      }
      if (segment.equals(".") || segment.equals("..")) {
        throw new CommandException(
            Exit.USAGE,
            "Expected a name or key without '.' and '..' as a part of it, but found '%s': in a URL it leads elsewhere. Write the name or key out."
                .formatted(String.join("/", segments)));
      }
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
