package dev.synod.server.rpc;

import dev.synod.server.gateway.OpenStreams;
import dev.synod.server.gateway.SessionLiveness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Gathers what streams need. */
@ApplicationScoped
class RpcStreams {
  private final OpenStreams open;
  private final SessionLiveness liveness;

  @Inject
  RpcStreams(OpenStreams open, SessionLiveness liveness) {
    this.open = open;
    this.liveness = liveness;
  }

  RpcContext.Streams get() {
    return new RpcContext.Streams(open, liveness);
  }
}
