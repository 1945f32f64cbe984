package dev.synod.server.rpc;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.Barrier;
import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.CoordinationGrpc.CoordinationImplBase;
import dev.synod.api.v1.DocumentChange;
import dev.synod.api.v1.GetBarrierRequest;
import dev.synod.api.v1.GetDefinitionReply;
import dev.synod.api.v1.GetDefinitionRequest;
import dev.synod.api.v1.GetDocumentReply;
import dev.synod.api.v1.GetDocumentRequest;
import dev.synod.api.v1.GetProposalRequest;
import dev.synod.api.v1.GetTaskRequest;
import dev.synod.api.v1.ListDocumentsReply;
import dev.synod.api.v1.ListDocumentsRequest;
import dev.synod.api.v1.Proposal;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.Task;
import dev.synod.api.v1.WatchDocumentsRequest;
import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Scope;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.group.GroupDecision;
import dev.synod.kernel.group.GroupRef;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.gateway.Gateway;
import dev.synod.server.gateway.OpenStreams;
import dev.synod.server.gateway.Reads;
import dev.synod.server.gateway.Reads.Freshness;
import dev.synod.server.gateway.RejectedException;
import dev.synod.server.gateway.SessionLiveness;
import dev.synod.server.governance.Basis;
import dev.synod.server.governance.Content;
import dev.synod.server.governance.Right;
import dev.synod.server.identity.Subject;
import dev.synod.server.problem.ProblemException;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The protocol of {@code synod/v1/session.proto}. */
@GrpcService
public class CoordinationService extends CoordinationImplBase {
  private static final int LIST_LIMIT_MAX = 1_000;

  private final RpcContext context;

  @Inject
  CoordinationService(
      RpcAccess access, Gateway gateway, Reads reads, SessionLiveness liveness, ReplicatedLog log) {
    this.context = new RpcContext(access.get(), gateway, reads, liveness, log);
  }

  @Override
  public StreamObserver<ClientFrame> connect(StreamObserver<ServerFrame> answers) {
    return new SessionStream(context, Authorization.current(), outbound(answers));
  }

  @Override
  public void getDocument(GetDocumentRequest request, StreamObserver<GetDocumentReply> answer) {
    GroupRef group = Decoding.group(request.getGroup());
    read(
        answer,
        new Wanted(Action.STATE_READ, group.scope(), Map.of("key", request.getKey())),
        request.getMinRevision(),
        state -> {
          Document document = state.documents().get(declared(state, group), request.getKey());
          var reply = GetDocumentReply.newBuilder().setRevision(state.clock().revision());
          return document == null
              ? reply.build()
              : reply.setDocument(Protos.document(document)).build();
        });
  }

  @Override
  public void listDocuments(
      ListDocumentsRequest request, StreamObserver<ListDocumentsReply> answer) {
    GroupRef group = Decoding.group(request.getGroup());
    int asked = request.getLimit() <= 0 ? LIST_LIMIT_MAX : request.getLimit();
    int limit = Math.min(asked, LIST_LIMIT_MAX);
    read(
        answer,
        new Wanted(Action.STATE_READ, group.scope(), Map.of("prefix", request.getPrefix())),
        request.getMinRevision(),
        state -> {
          List<Document> found =
              state
                  .documents()
                  .list(declared(state, group), request.getPrefix(), request.getAfter(), limit + 1);
          List<Document> page = found.subList(0, Math.min(limit, found.size()));
          return ListDocumentsReply.newBuilder()
              .addAllDocuments(page.stream().map(Protos::document).toList())
              .setRevision(state.clock().revision())
              .setNext(found.size() > limit ? page.getLast().key() : "")
              .build();
        });
  }

  @Override
  public void getBarrier(GetBarrierRequest request, StreamObserver<Barrier> answer) {
    GroupRef group = Decoding.group(request.getGroup());
    read(
        answer,
        new Wanted(
            Action.BARRIER_READ,
            group.scope(),
            Map.of("name", request.getBarrier(), "instance", request.getInstance())),
        0,
        state ->
            Protos.barrier(
                found(
                    state
                        .barriers()
                        .get(new BarrierKey(group, request.getBarrier(), request.getInstance())),
                    "an instance of that barrier")));
  }

  @Override
  public void getProposal(GetProposalRequest request, StreamObserver<Proposal> answer) {
    GroupRef group = Decoding.group(request.getGroup());
    read(
        answer,
        new Wanted(
            Action.PROPOSAL_READ,
            group.scope(),
            Map.of("id", Long.toString(request.getProposal()))),
        0,
        state -> {
          var proposal = state.proposals().get(request.getProposal());
          return Protos.proposal(
              found(
                  proposal != null && proposal.key().group().equals(group) ? proposal : null,
                  "a proposal of that group"));
        });
  }

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<Task> answer) {
    GroupRef group = Decoding.group(request.getGroup());
    read(
        answer,
        new Wanted(Action.TASK_READ, group.scope(), Map.of("id", Long.toString(request.getTask()))),
        0,
        state -> {
          var task = state.tasks().get(request.getTask());
          return Protos.task(
              found(
                  task != null && task.spec().group().equals(group) ? task : null,
                  "a task of that group"));
        });
  }

  @Override
  public void getDefinition(
      GetDefinitionRequest request, StreamObserver<GetDefinitionReply> answer) {
    read(
        answer,
        new Wanted(Action.DEFINITION_READ, Scope.CLUSTER, Map.of("digest", request.getDigest())),
        0,
        state -> {
          var definition =
              found(
                  state.runs().definitions().get(request.getDigest()),
                  "a definition that a workflow or a run uses");
          return GetDefinitionReply.newBuilder()
              .setDefinitionJson(ByteString.copyFromUtf8(definition.text().json()))
              .build();
        });
  }

  @Override
  public void watchDocuments(
      WatchDocumentsRequest request, StreamObserver<DocumentChange> answers) {
    GroupRef group = Decoding.group(request.getGroup());
    Outbound<DocumentChange> out = outbound(answers);
    serve(
        out,
        subject -> {
          var right =
              new Right(
                  subject,
                  Action.STATE_READ,
                  group.scope(),
                  Content.named(Map.of("prefix", request.getPrefix())));
          KernelState state = stateFor(right, new Freshness.Linearizable());
          declared(state, group);
          Optional<Long> resume =
              request.hasResumeAfter() ? Optional.of(request.getResumeAfter()) : Optional.empty();
          OpenStreams.Ticket place = context.enter(subject);
          try (place) {
            new Pump<>(context, out, right)
                .run(new DocumentContent(group, request.getPrefix(), state, resume, out));
          }
        });
  }

  /** What is to be read, and the names that the request gives. */
  private record Wanted(String action, Scope scope, Map<String, String> names) {
    Right by(Subject subject) {
      return new Right(subject, action, scope, Content.named(names));
    }
  }

  private <T> void read(
      StreamObserver<T> answer, Wanted wanted, long minRevision, Function<KernelState, T> work) {
    Outbound<T> out = outbound(answer);
    serve(
        out,
        subject -> {
          Freshness freshness =
              minRevision == 0
                  ? new Freshness.Linearizable()
                  : new Freshness.AtLeast(context.log().state().clock().incarnation(), minRevision);
          out.send(work.apply(stateFor(wanted.by(subject), freshness)));
          out.complete();
        });
  }

  /** A state that may be shown, by the policy that it has or a later one. */
  private KernelState stateFor(Right right, Freshness freshness) {
    Basis basis = context.governance().basis(right.scope());
    context.join(context.governance().toRead(right));
    KernelState state = context.join(context.reads().state(freshness));
    context.join(context.governance().toShow(state, right, basis));
    return state;
  }

  /** Does work that may wait on a thread of its own. */
  private void serve(Outbound<?> out, Consumer<Subject> work) {
    String authorization = Authorization.current();
    Thread.ofVirtual()
        .name("call")
        .start(
            () -> {
              try {
                work.accept(context.authenticator().authenticate(authorization));
              } catch (RuntimeException e) {
                out.fail(context.statuses().status(e));
              }
            });
  }

  private static <T> Outbound<T> outbound(StreamObserver<T> answers) {
    return new Outbound<>(answers, Objects.requireNonNull(Vertx.currentContext()));
  }

  private static GroupRef declared(KernelState state, GroupRef group) {
    if (state.groups().get(group) == null) {
      throw new RejectedException(GroupDecision.unknown(group));
    }
    return group;
  }

  private static <T> T found(@Nullable T entity, String what) {
    if (entity == null) {
      throw ProblemException.notFound("Expected " + what + ", but found none.");
    }
    return entity;
  }
}
