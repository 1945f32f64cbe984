package dev.synod.server.gateway;

import dev.synod.kernel.Code;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Value;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ReplicatedLog;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Submits to the log, which brings the request to the replica that leads. */
@ApplicationScoped
class LogRoute implements RequestRoute {
  private final ReplicatedLog log;
  private final SubmissionMetrics metrics;

  @Inject
  LogRoute(ReplicatedLog log, SubmissionMetrics metrics) {
    this.log = log;
    this.metrics = metrics;
  }

  @Override
  public CompletableFuture<Reply> submit(Request request, Lane lane) {
    Timer.Sample began = metrics.begin();
    return log.submit(request, lane)
        .exceptionally(LogRoute::refused)
        .whenComplete((reply, _) -> metrics.answered(began, List.of(reply)));
  }

  @Override
  public CompletableFuture<List<Reply>> submitAll(List<Request> requests, Lane lane) {
    Timer.Sample began = metrics.begin();
    return log.submitAll(requests, lane)
        .exceptionally(failure -> Collections.nCopies(requests.size(), refused(failure)))
        .whenComplete((replies, _) -> metrics.answered(began, replies));
  }

  private static Reply refused(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (failure instanceof NotLeaderException notLeader) {
      return notLeader(notLeader);
    }
    return cause instanceof NotLeaderException notLeader
        ? notLeader(notLeader)
        : new Reply.Rejected(
            new Rejection(
                Code.INDETERMINATE,
                "Nobody can know whether the request took effect; repeat it under the same key or number."));
  }

  private static Reply notLeader(NotLeaderException e) {
    var rejection =
        new Rejection(
            Code.UNAVAILABLE,
            "Expected the replica that leads, but this one does not; nothing was changed. Try again.");
    return new Reply.Rejected(
        e.leaderId() == null ? rejection : rejection.with("leader", Value.of(e.leaderId())));
  }
}
