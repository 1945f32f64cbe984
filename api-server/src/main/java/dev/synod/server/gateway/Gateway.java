package dev.synod.server.gateway;

import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.Salts;
import dev.synod.server.governance.Decision;
import dev.synod.server.governance.Governance;
import dev.synod.server.governance.Grant;
import dev.synod.server.identity.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Brings a caller's command into the log under a permit, and its outcome back. */
@ApplicationScoped
public class Gateway {
  private static final int ATTEMPTS_MAX = 3;

  private final Governance governance;
  private final RequestRoute route;
  private final Salts salts = new Salts();

  @Inject
  public Gateway(Governance governance, RequestRoute route) {
    this.governance = governance;
    this.route = route;
  }

  /**
   * Submits a command. Completes exceptionally with {@link RejectedException}, or as governance
   * refuses.
   */
  public CompletableFuture<Accepted> submit(Caller caller, Command command) {
    return attempt(caller, command, 1)
        .thenCompose(
            answered ->
                applied(answered.reply())
                    .thenApply(applied -> new Accepted(applied, answered.warnings())));
  }

  /** A change that was made, and what declared policies warn the caller of. */
  public record Accepted(Reply.Applied reply, List<Decision.Reason> warnings) {}

  private record Answered(Reply reply, List<Decision.Reason> warnings) {}

  /** Makes a change for which the kernel expects no permit, by a role that was looked at before. */
  public CompletableFuture<Reply.Applied> submitByRole(
      Subject subject, Command command, String trace) {
    var origin = new Origin(subject.id(), Numbering.NONE, 0, null, salts.next(), trace);
    return route
        .submit(new Request(origin, command, Bytes.EMPTY), Lane.CRITICAL)
        .thenCompose(Gateway::applied);
  }

  private static CompletableFuture<Reply.Applied> applied(Reply reply) {
    return switch (reply) {
      case Reply.Applied applied -> CompletableFuture.completedFuture(applied);
      case Reply.Rejected rejected ->
          CompletableFuture.failedFuture(new RejectedException(rejected.rejection()));
    };
  }

  /** Submits a command; a rejection is a reply. */
  private CompletableFuture<Answered> attempt(Caller caller, Command command, int attempt) {
    return governance
        .toWrite(caller.subject(), command)
        .thenCompose(
            grant ->
                route
                    .submit(request(caller, command, grant), caller.lane())
                    .thenApply(reply -> new Answered(reply, grant.warnings())))
        .thenCompose(
            answered -> {
              if (!isPermitStale(answered.reply()) || attempt >= ATTEMPTS_MAX) {
                return CompletableFuture.completedFuture(answered);
              }
              governance.forget(caller.subject(), command.action(), command.scope());
              return attempt(caller, command, attempt + 1);
            });
  }

  /** Leave for each of many commands; the future itself doesn't fail. */
  public CompletableFuture<List<Governance.Leave>> leaves(
      Subject subject, List<? extends Command> commands) {
    return governance.toWrite(subject, commands);
  }

  /** Submits requests of one stream in order; the replies tell everything. */
  public CompletableFuture<List<Reply>> submitAll(List<Request> requests, Lane lane) {
    return route.submitAll(requests, lane);
  }

  /** Forgets the decision that a stale permit rests on, so that the next request asks again. */
  public void forget(Subject subject, Command command) {
    governance.forget(subject, command.action(), command.scope());
  }

  /** A command as it goes into the log. */
  public Request request(Caller caller, Command command, Grant grant) {
    var origin =
        new Origin(
            caller.subject().id(),
            caller.numbering(),
            grant.permit(),
            caller.fence(),
            salts.next(),
            caller.trace());
    return new Request(origin, command, Bytes.EMPTY);
  }

  /** Whether the kernel asks for a fresh permit; such a reply takes no number and no key. */
  public static boolean isPermitStale(Reply reply) {
    return reply instanceof Reply.Rejected rejected
        && (rejected.rejection().code() == Code.PERMIT_STALE
            || rejected.rejection().code() == Code.PERMIT_REQUIRED);
  }
}
