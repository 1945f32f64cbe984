package dev.synod.sdk;

import dev.synod.api.v1.Barrier;
import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.CoordinationGrpc;
import dev.synod.api.v1.DocumentChange;
import dev.synod.api.v1.GetBarrierRequest;
import dev.synod.api.v1.GetDefinitionReply;
import dev.synod.api.v1.GetDefinitionRequest;
import dev.synod.api.v1.GetDocumentReply;
import dev.synod.api.v1.GetDocumentRequest;
import dev.synod.api.v1.GetProposalRequest;
import dev.synod.api.v1.GetTaskRequest;
import dev.synod.api.v1.Lane;
import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.Replies;
import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.Requests;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.Task;
import dev.synod.api.v1.WatchDocumentsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * A server in this process that keeps sessions and numbers requests for real, and that can be told
 * to break streams, swallow replies, end sessions and refuse.
 */
final class SessionServer extends CoordinationGrpc.CoordinationImplBase implements AutoCloseable {
  private static final long TTL_MILLIS = 60_000;

  private final String name = UUID.randomUUID().toString();
  private final Server server;
  private final List<Request> applied = new ArrayList<>();
  private final List<ClientFrame> firstFrames = new ArrayList<>();
  private final Map<Long, Map<Lane, Sequence>> sessions = new HashMap<>();
  private final Map<Long, Connection> connections = new HashMap<>();
  private final Map<String, Barrier> barriers = new HashMap<>();
  private final Map<Long, Task> tasks = new HashMap<>();
  private final List<Task> held = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<Watched> watches = new ArrayList<>();
  private Function<Request, Reply> effects = _ -> Reply.getDefaultInstance();
  private Function<ClientFrame, Rejection> refusals = _ -> null;
  private long revision = 100;
  private long sessionIds;
  private long ttlMillis = TTL_MILLIS;
  private int heartbeats;
  private int closes;
  private int definitionsAsked;
  private boolean isSilent;

  /** A watch's connection. */
  record Watched(WatchDocumentsRequest question, StreamObserver<DocumentChange> changes) {}

  SessionServer() {
    try {
      server =
          InProcessServerBuilder.forName(name)
              .addService(this)
              .intercept(new TokenKeeper())
              .build()
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  SynodClient client() {
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    return SynodClient.builder().channel(channel).tokens(() -> "a-token").build();
  }

  SynodClient client(TokenSource source) {
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    return SynodClient.builder().channel(channel).tokens(source).build();
  }

  @Override
  public synchronized void watchDocuments(
      WatchDocumentsRequest question, StreamObserver<DocumentChange> changes) {
    watches.add(new Watched(question, changes));
  }

  /** The connections of watches, in order. */
  synchronized List<Watched> watches() {
    return List.copyOf(watches);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  @Override
  public StreamObserver<ClientFrame> connect(StreamObserver<ServerFrame> responses) {
    return new Connection(responses);
  }

  @Override
  public synchronized void getBarrier(
      GetBarrierRequest request, StreamObserver<Barrier> responses) {
    Barrier barrier = barriers.get(request.getBarrier());
    if (barrier == null) {
      responses.onError(refusal(Status.NOT_FOUND, "not-found"));
    } else {
      responses.onNext(barrier);
      responses.onCompleted();
    }
  }

  /** Each proposal is open for all that a read can see. */
  @Override
  public void getProposal(
      GetProposalRequest request, StreamObserver<dev.synod.api.v1.Proposal> responses) {
    responses.onNext(
        dev.synod.api.v1.Proposal.newBuilder()
            .setId(request.getProposal())
            .setGroup(request.getGroup())
            .setStatus("Open")
            .build());
    responses.onCompleted();
  }

  @Override
  public synchronized void getTask(GetTaskRequest request, StreamObserver<Task> responses) {
    responses.onNext(tasks.get(request.getTask()));
    responses.onCompleted();
  }

  @Override
  public synchronized void getDefinition(
      GetDefinitionRequest request, StreamObserver<GetDefinitionReply> responses) {
    definitionsAsked++;
    responses.onNext(
        GetDefinitionReply.newBuilder()
            .setDefinitionJson(Json.bytes(Json.object().put("digest", request.getDigest())))
            .build());
    responses.onCompleted();
  }

  @Override
  public synchronized void getDocument(
      GetDocumentRequest request, StreamObserver<GetDocumentReply> responses) {
    responses.onNext(GetDocumentReply.newBuilder().setRevision(revision).build());
    responses.onCompleted();
  }

  private static StatusRuntimeException refusal(Status status, String code) {
    var trailers = new Metadata();
    trailers.put(Refusals.TRAILER, Sequence.rejection(code, ""));
    return status.asRuntimeException(trailers);
  }

  synchronized List<Request> applied() {
    return List.copyOf(applied);
  }

  synchronized List<ClientFrame> firstFrames() {
    return List.copyOf(firstFrames);
  }

  synchronized List<String> tokens() {
    return List.copyOf(tokens);
  }

  synchronized int heartbeats() {
    return heartbeats;
  }

  synchronized int closes() {
    return closes;
  }

  synchronized int definitionsAsked() {
    return definitionsAsked;
  }

  synchronized int connected() {
    return connections.size();
  }

  synchronized void effects(Function<Request, Reply> answer) {
    effects = answer;
  }

  /** Which first frames are refused, and why; null lets one in. */
  synchronized void refusals(Function<ClientFrame, Rejection> refusal) {
    refusals = refusal;
  }

  synchronized void timeToLive(long millis) {
    ttlMillis = millis;
  }

  /** Applies requests and swallows the replies. */
  synchronized void silent(boolean value) {
    isSilent = value;
  }

  synchronized void barrier(Barrier barrier) {
    barriers.put(barrier.getName(), barrier);
  }

  synchronized void task(Task task) {
    tasks.put(task.getId(), task);
  }

  /** Gives a task to all that are connected, and to those that connect later. */
  synchronized void assign(Task task) {
    held.add(task);
    send(ServerFrame.newBuilder().setAssigned(task).build());
  }

  /** Takes a task back without a word. */
  synchronized void takeBack(Task task) {
    held.remove(task);
  }

  synchronized void send(ServerFrame frame) {
    connections.values().forEach(connection -> connection.responses.onNext(frame));
  }

  synchronized void breakStreams() {
    var broken = List.copyOf(connections.values());
    connections.clear();
    broken.forEach(
        connection -> connection.responses.onError(Status.UNAVAILABLE.asRuntimeException()));
  }

  synchronized void endSessions() {
    var ended = List.copyOf(connections.values());
    sessions.clear();
    connections.clear();
    for (Connection connection : ended) {
      connection.responses.onNext(
          ServerFrame.newBuilder()
              .setClosed(
                  ServerFrame.Closed.newBuilder()
                      .setRejection(Sequence.rejection("session-gone", "")))
              .build());
    }
  }

  /** Forgets sessions as if they had expired while nobody was connected. */
  synchronized void forgetSessions() {
    sessions.clear();
  }

  private final class TokenKeeper implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String token =
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      synchronized (SessionServer.this) {
        tokens.add(String.valueOf(token));
      }
      if ("Bearer stale".equals(token)) {
        call.close(Status.UNAUTHENTICATED, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }

  private final class Connection implements StreamObserver<ClientFrame> {
    private final StreamObserver<ServerFrame> responses;
    private long session;

    Connection(StreamObserver<ServerFrame> responses) {
      this.responses = responses;
    }

    @Override
    public void onNext(ClientFrame frame) {
      synchronized (SessionServer.this) {
        switch (frame.getFrameCase()) {
          case OPEN, RESUME -> first(frame);
          case REQUESTS -> requests(frame.getRequests());
          case HEARTBEAT -> heartbeats++;
          case CLOSE -> {
            closes++;
            sessions.remove(session);
          }
          case FRAME_NOT_SET -> throw new AssertionError("an empty frame");
        }
      }
    }

    private void first(ClientFrame frame) {
      firstFrames.add(frame);
      Rejection refused = refusals.apply(frame);
      long wanted = frame.getResume().getSession();
      if (refused == null && frame.hasResume() && !sessions.containsKey(wanted)) {
        refused = Sequence.rejection("session-gone", "");
      }
      if (refused != null) {
        responses.onError(refusal(Status.FAILED_PRECONDITION, refused.getCode()));
        return;
      }
      session = frame.hasResume() ? wanted : ++sessionIds;
      sessions.computeIfAbsent(session, _ -> new EnumMap<>(Lane.class));
      connections.put(session, this);
      responses.onNext(
          ServerFrame.newBuilder()
              .setOpened(
                  ServerFrame.Opened.newBuilder()
                      .setSession(session)
                      .setTtlMillis(ttlMillis)
                      .setRevision(revision))
              .build());
      held.forEach(task -> responses.onNext(ServerFrame.newBuilder().setAssigned(task).build()));
      responses.onNext(
          ServerFrame.newBuilder()
              .setProgress(ServerFrame.Progress.newBuilder().setRevision(revision))
              .build());
    }

    private void requests(Requests pack) {
      if (!sessions.containsKey(session)) {
        return;
      }
      var replies =
          Replies.newBuilder().setLane(pack.getLane()).setFirstNumber(pack.getFirstNumber());
      Sequence sequence =
          sessions.get(session).computeIfAbsent(pack.getLane(), _ -> new Sequence());
      long number = pack.getFirstNumber();
      for (Request request : pack.getRequestsList()) {
        replies.addReplies(sequence.apply(number++, pack.getAcknowledged(), () -> effect(request)));
      }
      if (!isSilent && connections.get(session) == this) {
        responses.onNext(ServerFrame.newBuilder().setReplies(replies).build());
      }
    }

    private Reply effect(Request request) {
      Reply reply = effects.apply(request);
      if (!reply.hasRejection()) {
        applied.add(request);
        reply = reply.toBuilder().setRevision(++revision).build();
      }
      return reply;
    }

    @Override
    public void onError(Throwable failure) {
      synchronized (SessionServer.this) {
        connections.remove(session, this);
      }
    }

    @Override
    public void onCompleted() {
      synchronized (SessionServer.this) {
        connections.remove(session, this);
        responses.onCompleted();
      }
    }
  }
}
