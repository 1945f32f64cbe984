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
        .whenComplete((own, _) -> facts.staged(own == null ? "" : own))
        .thenApplyAsync(this::withOthers);
  }

  private Set<String> withOthers(String own) {
    Set<String> revisions = new HashSet<>(Set.of(own));
    if (log.status().leads()) {
      revisions.addAll(cluster.stagedByOthers());
    }
    return revisions;
  }
}
