package dev.synod.server.governance;

import dev.synod.log.ReplicatedLog;
import dev.synod.server.replica.Cluster;
import dev.synod.server.replica.ReplicaFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The OPA beside this replica; where this one leads, also those beside the others that answer. A
 * replica that does not answer now refuses what its OPA decides by another bundle later.
 */
@ApplicationScoped
class GroupStaging implements Staging {
  private final OpaClient opa;
  private final ReplicatedLog log;
  private final Cluster cluster;
  private final ReplicaFacts facts;
  private volatile String own = "";

  @Inject
  GroupStaging(OpaClient opa, ReplicatedLog log, Cluster cluster, ReplicaFacts facts) {
    this.opa = opa;
    this.log = log;
    this.cluster = cluster;
    this.facts = facts;
  }

  @Override
  public CompletableFuture<Set<String>> revisions() {
    return opa.revision()
        .whenComplete((revision, _) -> tell(revision == null ? "" : revision))
        .thenApplyAsync(this::withOthers);
  }

  private void tell(String revision) {
    own = revision;
    facts.staged(revision);
  }

  @Override
  public String own() {
    return own;
  }

  private Set<String> withOthers(String revision) {
    Set<String> revisions = new HashSet<>(Set.of(revision));
    if (log.status().leads()) {
      revisions.addAll(cluster.stagedByOthers());
    }
    return revisions;
  }
}
