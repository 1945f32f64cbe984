package dev.synod.server.rpc;

import dev.synod.server.gateway.OpenStreams;
import dev.synod.server.governance.Governance;
import dev.synod.server.identity.Authenticator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Gathers what calls need to know who may make them. */
@ApplicationScoped
class RpcAccess {
  private final Authenticator authenticator;
  private final Governance governance;
  private final Statuses statuses;
  private final OpenStreams streams;

  @Inject
  RpcAccess(
      Authenticator authenticator, Governance governance, Statuses statuses, OpenStreams streams) {
    this.streams = streams;
    this.authenticator = authenticator;
    this.governance = governance;
    this.statuses = statuses;
  }

  RpcContext.Access get() {
    return new RpcContext.Access(authenticator, governance, statuses, streams);
  }
}
