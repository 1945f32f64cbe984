package dev.synod.server.edge;

import dev.synod.server.governance.Decision;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Tells a caller what it is warned of, as {@code 299 synod "NAMESPACE/NAME: TEXT"} by a policy, or
 * with the action in the place of its name.
 */
class WarningHeaders {
  private final Asked asked;

  @Inject
  WarningHeaders(Asked asked) {
    this.asked = asked;
  }

  @ServerResponseFilter
  public void add(ContainerResponseContext response) {
    for (Decision.Reason warning : asked.warnings()) {
      response
          .getHeaders()
          .add(
              Headers.WARNING,
              "299 synod \"%s\"".formatted(plain(warning.rule() + ": " + warning.message())));
    }
  }

  /** Text as a header can carry it: visible ASCII without quotes. */
  private static String plain(String text) {
    return text.replace('"', '\'').replaceAll("[^\\x20-\\x7e]", "?");
  }
}
