package dev.synod.server.edge;

import dev.synod.kernel.KernelState;
import dev.synod.server.view.Revisions;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Clock;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells the revision that an answer was read at, and the age of one that may be old. */
class RevisionHeaders {
  private final Asked asked;
  private final Clock clock;

  @Inject
  RevisionHeaders(Asked asked, Clock clock) {
    this.asked = asked;
    this.clock = clock;
  }

  @ServerResponseFilter
  public void add(ContainerResponseContext response) {
    KernelState state = asked.readState();
    if (state == null) {
      return;
    }
    response
        .getHeaders()
        .putSingle(Headers.REVISION, Revisions.text(state.clock(), state.clock().revision()));
    if (asked.isStaleRead()) {
      long age = Math.max(0, clock.millis() - state.clock().timeMillis());
      response.getHeaders().putSingle(Headers.AGE_MILLIS, Long.toString(age));
    }
  }
}
