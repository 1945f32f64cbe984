package dev.synod.server.edge;

import dev.synod.server.problem.ProblemException;
import java.util.regex.Pattern;

/** Names as Kubernetes allows them (RFC 1123). */
final class Names {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LABEL_CHARS_MAX = 63;
  private static final int SUBDOMAIN_CHARS_MAX = 253;

  private Names() {}

  static String namespace(String text) {
    if (text.length() > LABEL_CHARS_MAX || !LABEL.matcher(text).matches()) {
      throw ProblemException.invalid(
          "Expected a namespace of at most %d lower-case letters, digits and dashes, but found something else."
              .formatted(LABEL_CHARS_MAX));
    }
    return text;
  }

  static String name(String text) {
    if (text.length() > SUBDOMAIN_CHARS_MAX || !SUBDOMAIN.matcher(text).matches()) {
      throw ProblemException.invalid(
          "Expected a name of at most %d lower-case letters, digits, dashes and dots, but found something else."
              .formatted(SUBDOMAIN_CHARS_MAX));
    }
    return text;
  }
}
