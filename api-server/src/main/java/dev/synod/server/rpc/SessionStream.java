package dev.synod.server.rpc;

import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.Requests;
import dev.synod.api.v1.ServerFrame;
import dev.synod.kernel.Action;
import dev.synod.kernel.Code;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Scope;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionCommand.CloseSession;
import dev.synod.kernel.session.SessionCommand.OpenSession;
import dev.synod.kernel.session.SessionDecision;
import dev.synod.kernel.time.Durations;
import dev.synod.kernel.value.Bytes;
import dev.synod.server.gateway.Caller;
import dev.synod.server.gateway.OpenStreams;
import dev.synod.server.gateway.Reads.Freshness;
import dev.synod.server.gateway.RejectedException;
import dev.synod.server.governance.Content;
import dev.synod.server.governance.Right;
import dev.synod.server.identity.Subject;
import dev.synod.server.identity.UnauthenticatedException;
import dev.synod.server.problem.ProblemException;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream: first it opens or takes up a session, then requests come in packs and
 * replies, assignments and turns go out. Frames of the client are handled in their order on the
 * call's event loop; nothing here waits.
 */
final class SessionStream implements StreamObserver<ClientFrame> {
  private static final long TTL_MILLIS_DEFAULT = 15_000;
  private static final int KEY_CHARS_MAX = 128;

  /** A stream that nobody has opened in this time holds its place for nothing. */
  private static final long OPEN_MILLIS_MAX = 10_000;

  private final RpcContext context;
  private final String authorization;
  private final Outbound<ServerFrame> out;

  /** The last submission of each lane, after which the next may be made. */
  private final Map<Lane, CompletableFuture<Void>> order = new EnumMap<>(Lane.class);

  private volatile @Nullable Joined joined;
  private volatile boolean begun;

  /** Who is on the stream, with which session. */
  private record Joined(Subject subject, long session, String namespace) {}

  SessionStream(RpcContext context, String authorization, Outbound<ServerFrame> out) {
    this.context = context;
    this.authorization = authorization;
    this.out = out;
    CompletableFuture.delayedExecutor(OPEN_MILLIS_MAX, TimeUnit.MILLISECONDS)
        .execute(this::endUnlessBegun);
  }

  private void endUnlessBegun() {
    if (!begun) {
      fail(
          new RejectedException(
              new dev.synod.kernel.Rejection(
                  Code.DEADLINE_EXCEEDED,
                  "Expected Open or Resume within %s of connecting, but found none."
                      .formatted(Durations.text(OPEN_MILLIS_MAX)))));
    }
  }

  @Override
  public void onNext(ClientFrame frame) {
    try {
      switch (frame.getFrameCase()) {
        case OPEN -> begin(subject -> open(subject, frame.getOpen()));
        case RESUME -> begin(subject -> resume(subject, frame.getResume()));
        case REQUESTS -> requests(required(), frame.getRequests());
        case HEARTBEAT -> context.liveness().heard(required().session());
        case CLOSE -> close(required());
        case FRAME_NOT_SET ->
            throw ProblemException.invalid(
                "Expected a frame that this server knows, but found another.");
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    out.complete();
  }

  @Override
  public void onCompleted() {
    out.complete();
  }

  private Joined required() {
    Joined present = joined;
    if (present == null) {
      throw ProblemException.invalid(
          "Expected Open or Resume first, and the answer to it before anything else.");
    }
    return present;
  }

  /** Judging the token and opening may wait, so that they have a thread of their own. */
  private void begin(Consumer<Subject> work) {
    if (begun) {
      throw ProblemException.invalid("Expected one Open or Resume on a stream, but found another.");
    }
    begun = true;
    Thread.ofVirtual()
        .name("session")
        .start(
            () -> {
              try {
                Subject subject = context.authenticator().authenticate(authorization);
                OpenStreams.Ticket place = context.enter(subject);
                try (place) {
                  work.accept(subject);
                }
              } catch (RuntimeException e) {
                fail(e);
              }
            });
  }

  private void open(Subject subject, ClientFrame.Open open) {
    var command =
        new OpenSession(
            open.getAgent().isEmpty() ? "" : open.getNamespace(),
            open.getAgent(),
            new TreeSet<>(open.getCapabilitiesList()),
            open.getConcurrentTasks(),
            open.getTtlMillis() == 0 ? TTL_MILLIS_DEFAULT : open.getTtlMillis());
    Caller caller = Caller.of(subject, "").numbered(keyed(open));
    Reply.Applied applied = context.join(context.gateway().submit(caller, command)).reply();
    join(subject, applied.id());
  }

  private static Numbering keyed(ClientFrame.Open open) {
    String key = open.getIdempotencyKey();
    if (key.isEmpty()) {
      return Numbering.NONE;
    }
    if (key.length() > KEY_CHARS_MAX || key.contains("|")) {
      throw ProblemException.invalid(
          "Expected an idempotency_key of at most %d characters without '|'."
              .formatted(KEY_CHARS_MAX));
    }
    var same = ClientFrame.Open.newBuilder(open).clearIdempotencyKey().build();
    return new Numbering.Keyed(key, Bytes.copyOf(RpcContext.sha256(same.toByteArray())));
  }

  private void resume(Subject subject, ClientFrame.Resume resume) {
    context.join(
        context.governance().toRead(right(subject, resume.getNamespace(), resume.getSession())));
    join(subject, resume.getSession());
  }

  private static Right right(Subject subject, String namespace, long session) {
    Scope scope = namespace.isEmpty() ? Scope.CLUSTER : Scope.of(namespace);
    return new Right(
        subject, Action.SESSION_OPEN, scope, Content.named(Map.of("id", Long.toString(session))));
  }

  private void join(Subject subject, long id) {
    KernelState state = context.join(context.reads().state(new Freshness.Linearizable()));
    Session session = state.sessions().get(id);
    if (session == null || !session.subject().equals(subject.id())) {
      throw new RejectedException(SessionDecision.gone(id));
    }
    context.liveness().heard(id);
    // Before the client is told, for it may send its requests at once.
    joined = new Joined(subject, id, session.spec().namespace());
    out.send(opened(session, state));
    Right right = right(subject, session.spec().namespace(), id);
    new Pump<>(context, out, right).run(new SessionContent(context, session, state, out));
  }

  private static ServerFrame opened(Session session, KernelState state) {
    return ServerFrame.newBuilder()
        .setOpened(
            ServerFrame.Opened.newBuilder()
                .setSession(session.id())
                .setTtlMillis(session.spec().ttlMillis())
                .setRevision(state.clock().revision())
                .setIncarnation(state.clock().incarnation())
                .setLastNormal(session.lanes().normal().last())
                .setLastCritical(session.lanes().critical().last())
                .setLastBulk(session.lanes().bulk().last()))
        .build();
  }

  private void requests(Joined by, Requests frame) {
    if (context.authenticator().isExpired(by.subject())) {
      throw new UnauthenticatedException("The token has expired; come back with a new one.");
    }
    if (frame.getRequestsCount() > Limits.UNACKNOWLEDGED_MAX) {
      throw new RejectedException(
          new dev.synod.kernel.Rejection(
              Code.TOO_LARGE,
              "Expected at most %d requests in a pack, but found %d."
                  .formatted(Limits.UNACKNOWLEDGED_MAX, frame.getRequestsCount())));
    }
    context.liveness().heard(by.session());
    var pack = new Pack(context.gateway(), context.statuses(), by.subject(), frame);
    CompletableFuture<Void> submitted =
        order
            .getOrDefault(Decoding.lane(frame.getLane()), CompletableFuture.completedFuture(null))
            .thenCompose(before -> pack.prepare(by.session()))
            .thenAccept(this::submit);
    order.put(Decoding.lane(frame.getLane()), submitted);
    if (submitted.isCompletedExceptionally() || !submitted.isDone()) {
      var _ = submitted.exceptionally(this::failed);
    }
  }

  private void submit(Pack pack) {
    var _ =
        pack.submit()
            .thenAccept(replies -> out.send(ServerFrame.newBuilder().setReplies(replies).build()))
            .exceptionally(this::failed);
  }

  private @Nullable Void failed(Throwable failure) {
    fail(failure);
    return null;
  }

  private void close(Joined by) {
    var command = new CloseSession(by.namespace(), by.session());
    var _ =
        context
            .gateway()
            .submit(Caller.of(by.subject(), ""), command)
            .exceptionally(
                failure -> {
                  fail(failure);
                  return null;
                });
  }

  /** A session that is gone is told in a frame; whatever else ends the stream by its status. */
  private void fail(Throwable failure) {
    Rejection rejection = context.statuses().rejection(failure);
    if (rejection.getCode().equals("session-gone")) {
      out.send(
          ServerFrame.newBuilder()
              .setClosed(ServerFrame.Closed.newBuilder().setRejection(rejection))
              .build());
      out.complete();
    } else {
      out.fail(Statuses.status(rejection));
    }
  }
}
