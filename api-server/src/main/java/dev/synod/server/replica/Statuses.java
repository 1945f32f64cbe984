package dev.synod.server.replica;

import dev.synod.api.peer.v1.DigestPoint;
import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.log.LogStatus;
import dev.synod.log.ratis.RatisLog;
import dev.synod.server.replica.Passport.Standing;
import org.jspecify.annotations.Nullable;

/** How a replica tells the others how it is. */
final class Statuses {
  /** The word for a replica whose state is not the majority's. */
  private static final String DIVERGED = "Diverged";

  private Statuses() {}

  static PeerStatus of(
      Passport passport,
      @Nullable RatisLog log,
      ReplicaFacts facts,
      Serving serving,
      long startedAtMillis) {
    var status =
        PeerStatus.newBuilder()
            .setId(passport.id())
            .setHasGroup(passport.standing() != Standing.NEW)
            .setRole(LogStatus.Role.STOPPED.name())
            .setFault(serving.divergence().isPresent() ? DIVERGED : "")
            .setStagedPolicy(facts.stagedPolicy())
            .setProjectedIndex(facts.projectedIndex())
            .setStartedAtMillis(startedAtMillis);
    if (log == null) {
      return status.build();
    }
    LogStatus now = log.status();
    log.digestPoints()
        .forEach(
            point ->
                status.addDigestPoints(
                    DigestPoint.newBuilder()
                        .setIndex(point.index())
                        .setRevision(point.revision())
                        .setDigest(point.digest())));
    now.members().forEach(member -> status.addMembers(Protos.member(member)));
    return status
        .setRole(now.role().name())
        .setLeads(now.leads() && serving.divergence().isEmpty())
        .setLeader(now.leader() == null ? "" : now.leader())
        .setTerm(now.term())
        .setAppliedIndex(now.appliedIndex())
        .setCommittedIndex(now.committedIndex())
        .setDiskFreeBytes(log.disk().freeBytes())
        .setDiskReserveBytes(log.disk().reserveBytes())
        .setRevision(log.state().clock().revision())
        .setPolicyInForce(log.state().permits().policyDigest())
        .build();
  }
}
