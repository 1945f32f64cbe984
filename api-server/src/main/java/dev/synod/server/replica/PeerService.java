package dev.synod.server.replica;

import dev.synod.api.peer.v1.AdmitRequest;
import dev.synod.api.peer.v1.DismissRequest;
import dev.synod.api.peer.v1.ForwardAnswer;
import dev.synod.api.peer.v1.ForwardFrame;
import dev.synod.api.peer.v1.HeardReply;
import dev.synod.api.peer.v1.HeardRequest;
import dev.synod.api.peer.v1.MembersReply;
import dev.synod.api.peer.v1.PeerGrpc;
import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.api.peer.v1.PeerStatusRequest;
import dev.synod.log.LogStatus;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ratis.RatisLog;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this replica does for the others. It answers before its log is open, as one that has none.
 */
final class PeerService extends PeerGrpc.PeerImplBase {
  private final Supplier<PeerStatus> status;
  private final ReplicaFacts facts;
  private final Serving serving;
  private volatile @Nullable RatisLog log;
  private volatile @Nullable Members members;

  PeerService(Supplier<PeerStatus> status, ReplicaFacts facts, Serving serving) {
    this.status = status;
    this.facts = facts;
    this.serving = serving;
  }

  /** From now on it may lead. */
  void open(RatisLog opened, Members ofLog) {
    members = ofLog;
    log = opened;
  }

  @Override
  public StreamObserver<ForwardFrame> forward(StreamObserver<ForwardAnswer> answers) {
    return new ForwardedStream(log, serving, (ServerCallStreamObserver<ForwardAnswer>) answers);
  }

  @Override
  public void status(PeerStatusRequest request, StreamObserver<PeerStatus> answer) {
    answer.onNext(status.get());
    answer.onCompleted();
  }

  @Override
  public void heard(HeardRequest request, StreamObserver<HeardReply> answer) {
    RatisLog open = log;
    boolean leads = open != null && serving.divergence().isEmpty() && open.status().leads();
    if (leads) {
      facts.heard(request.getSessionsList());
    }
    answer.onNext(HeardReply.newBuilder().setLeads(leads).build());
    answer.onCompleted();
  }

  @Override
  public void admit(AdmitRequest request, StreamObserver<MembersReply> answer) {
    change(answer, of -> of.admit(Protos.member(request.getMember())));
  }

  @Override
  public void dismiss(DismissRequest request, StreamObserver<MembersReply> answer) {
    change(answer, of -> of.dismiss(request.getId()));
  }

  /** A change of the members. */
  private interface Change {
    List<LogStatus.Member> of(Members members);
  }

  private void change(StreamObserver<MembersReply> answer, Change change) {
    Members present = members;
    try {
      if (present == null || serving.divergence().isPresent()) {
        throw new NotLeaderException(null, null);
      }
      var reply = MembersReply.newBuilder();
      change.of(present).forEach(member -> reply.addMembers(Protos.member(member)));
      answer.onNext(reply.build());
      answer.onCompleted();
    } catch (NotLeaderException e) {
      answer.onError(describe(Status.FAILED_PRECONDITION, e));
    } catch (LogUnavailableException e) {
      answer.onError(describe(Status.UNAVAILABLE, e));
    } catch (IllegalArgumentException e) {
      answer.onError(describe(Status.INVALID_ARGUMENT, e));
    }
  }

  private static Throwable describe(Status status, RuntimeException e) {
    return status.withDescription(e.getMessage()).asRuntimeException();
  }
}
