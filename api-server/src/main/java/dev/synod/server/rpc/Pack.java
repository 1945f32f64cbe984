package dev.synod.server.rpc;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.Replies;
import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Requests;
import dev.synod.kernel.Command;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Value;
import dev.synod.server.gateway.Caller;
import dev.synod.server.gateway.Gateway;
import dev.synod.server.governance.Governance;
import dev.synod.server.identity.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One pack of numbered requests, from its frame to its replies. The first request that is refused
 * before the log, because it can't be read or isn't allowed, takes no number; those after it are
 * refused for the gap.
 */
final class Pack {
  private final Gateway gateway;
  private final Statuses statuses;
  private final Subject subject;
  private final Requests frame;
  private final List<Command> commands = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private @Nullable Rejection refused;

  Pack(Gateway gateway, Statuses statuses, Subject subject, Requests frame) {
    this.gateway = gateway;
    this.statuses = statuses;
    this.subject = subject;
    this.frame = frame;
  }

  /**
   * Reads the requests and gets leave for them; completes at once where that was decided before.
   */
  CompletableFuture<Pack> prepare(long session) {
    Lane lane = Decoding.lane(frame.getLane());
    if (lane == Lane.CRITICAL && subject.kind() != Subject.Kind.SERVICE) {
      refused =
          Rejection.newBuilder()
              .setCode("permission-denied")
              .setMessage("Expected the critical lane to be used by Synod's own services alone.")
              .build();
      return CompletableFuture.completedFuture(this);
    }
    try {
      for (var request : frame.getRequestsList()) {
        commands.add(Decoding.command(request, session));
      }
    } catch (RuntimeException e) {
      refused = statuses.rejection(e);
    }
    return gateway
        .leaves(subject, commands)
        .thenApply(
            leaves -> {
              for (int i = 0; i < leaves.size(); i++) {
                Governance.Leave leave = leaves.get(i);
                if (leave.grant() == null) {
                  Throwable failure = leave.failure();
                  refused =
                      statuses.rejection(failure == null ? new IllegalStateException() : failure);
                  break;
                }
                requests.add(
                    gateway.request(caller(session, lane, i), commands.get(i), leave.grant()));
              }
              return this;
            });
  }

  private Caller caller(long session, Lane lane, int place) {
    var request = frame.getRequests(place);
    long number = frame.getFirstNumber() + place;
    return new Caller(
        subject,
        new Numbering.Sequenced(session, lane, number, frame.getAcknowledged()),
        lane,
        Decoding.fence(request),
        request.getTraceparent());
  }

  /** Submits what may be; completes with the replies to all. */
  CompletableFuture<Replies> submit() {
    if (requests.isEmpty()) {
      return CompletableFuture.completedFuture(replies(List.of()));
    }
    return gateway.submitAll(requests, Decoding.lane(frame.getLane())).thenApply(this::replies);
  }

  private Replies replies(List<dev.synod.kernel.Reply> given) {
    var message =
        Replies.newBuilder().setLane(frame.getLane()).setFirstNumber(frame.getFirstNumber());
    for (int i = 0; i < given.size(); i++) {
      if (Gateway.isPermitStale(given.get(i))) {
        gateway.forget(subject, commands.get(i));
      }
      message.addReplies(reply(given.get(i)));
    }
    Rejection first = refused;
    if (first != null) {
      message.addReplies(Reply.newBuilder().setRejection(first));
      Rejection gap = gap(frame.getFirstNumber() + given.size());
      for (int i = given.size() + 1; i < frame.getRequestsCount(); i++) {
        message.addReplies(Reply.newBuilder().setRejection(gap));
      }
    }
    return message.build();
  }

  private static Rejection gap(long expected) {
    return Rejection.newBuilder()
        .setCode("sequence-gap")
        .setMessage(
            "Expected request %d of this session and lane first, for it was refused before it took its number."
                .formatted(expected))
        .setDetailsJson(
            ByteString.copyFromUtf8(Value.of(Map.of("expected", Value.of(expected))).json()))
        .build();
  }

  private static Reply reply(dev.synod.kernel.Reply reply) {
    return switch (reply) {
      case dev.synod.kernel.Reply.Applied applied ->
          Reply.newBuilder().setRevision(applied.revision()).setId(applied.id()).build();
      case dev.synod.kernel.Reply.Rejected rejected ->
          Reply.newBuilder()
              .setRejection(
                  Rejection.newBuilder()
                      .setCode(rejected.rejection().code().word())
                      .setMessage(rejected.rejection().message())
                      .setDetailsJson(Protos.json(rejected.rejection().details())))
              .build();
    };
  }
}
