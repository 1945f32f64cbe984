package dev.synod.server.governance;

import dev.synod.server.replica.Cluster;
import dev.synod.server.replica.ReplicaFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The OPA beside this replica, and those beside the others that answer. */
@ApplicationScoped
class GroupStaging implements Staging {
  private final OpaClient opa;
  private final Cluster cluster;
  private final ReplicaFacts facts;
  private volatile String own = "";

  @Inject
  GroupStaging(OpaClient opa, Cluster cluster, ReplicaFacts facts) {
    this.opa = opa;
    this.cluster = cluster;
    this.facts = facts;
  }

  @Override
  public CompletableFuture<String> ask() {
    return opa.revision().whenComplete((revision, _) -> tell(revision == null ? "" : revision));
  }

  private void tell(String revision) {
    own = revision;
    facts.staged(revision);
  }

  @Override
  public String own() {
    return own;
  }

  @Override
  public CompletableFuture<Set<String>> everywhere() {
    return CompletableFuture.supplyAsync(
        () -> {
          Set<String> revisions = new HashSet<>(cluster.stagedByOthers());
          revisions.add(own);
          revisions.remove("");
          return revisions;
        });
  }
}
