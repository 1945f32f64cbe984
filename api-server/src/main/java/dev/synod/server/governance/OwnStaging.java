package dev.synod.server.governance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The OPA beside this replica, which is the only one. */
@ApplicationScoped
class OwnStaging implements Staging {
  private final OpaClient opa;

  @Inject
  OwnStaging(OpaClient opa) {
    this.opa = opa;
  }

  @Override
  public CompletableFuture<Set<String>> revisions() {
    return opa.revision().thenApply(Set::of);
  }
}
