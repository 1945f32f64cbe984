package dev.synod.server.gateway;

import dev.synod.kernel.Code;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.value.Value;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ReplicatedLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** States to read from, as fresh as the caller asks. */
@ApplicationScoped
public class Reads {
  private static final Duration REVISION_LIMIT = Duration.ofSeconds(5);

  private final ReplicatedLog log;

  @Inject
  public Reads(ReplicatedLog log) {
    this.log = log;
  }

  /** How fresh a read is. */
  public sealed interface Freshness {
    /** It sees every change that was acknowledged before it was asked for. */
    record Linearizable() implements Freshness {}

    /** It sees at least the changes up to a revision, such as the caller's own last one. */
    record AtLeast(long incarnation, long revision) implements Freshness {}

    /** It sees what this replica has, however old. */
    record Stale() implements Freshness {}
  }

  /** The state; fails with {@link RejectedException}. */
  public CompletableFuture<KernelState> state(Freshness freshness) {
    return switch (freshness) {
      case Freshness.Linearizable _ -> log.linearizable().exceptionallyCompose(Reads::refuse);
      case Freshness.AtLeast wanted -> atLeast(wanted);
      case Freshness.Stale _ -> CompletableFuture.completedFuture(log.state());
    };
  }

  private CompletableFuture<KernelState> atLeast(Freshness.AtLeast wanted) {
    long incarnation = log.state().clock().incarnation();
    if (wanted.incarnation() != incarnation) {
      return CompletableFuture.failedFuture(
          new RejectedException(
              new Rejection(
                  Code.COMPACTED,
                  "Expected a revision of this life of the state, but it was restored since; read again without one.")));
    }
    return log.awaitRevision(wanted.revision(), REVISION_LIMIT).exceptionallyCompose(Reads::refuse);
  }

  private static CompletableFuture<KernelState> refuse(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return CompletableFuture.failedFuture(
        switch (cause) {
          case NotLeaderException e ->
              unavailable(
                  "Expected the leader for a linearizable read; ask again, or read stale by '?consistency=stale'.",
                  e.leaderId() == null ? "" : e.leaderId());
          case LogUnavailableException e -> unavailable(String.valueOf(e.getMessage()), "");
          case TimeoutException _ ->
              unavailable("The replica did not come to the asked revision in time; try again.", "");
          default -> cause;
        });
  }

  private static RejectedException unavailable(String message, String leader) {
    var rejection = new Rejection(Code.UNAVAILABLE, message);
    return new RejectedException(
        leader.isEmpty() ? rejection : rejection.with("leader", Value.of(leader)));
  }
}
