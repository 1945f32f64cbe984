package dev.synod.log.ratis;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Code;
import dev.synod.kernel.Reply;
import dev.synod.log.NotLeaderException;
import dev.synod.log.batching.Batcher;
import dev.synod.log.batching.LeaderClock;
import dev.synod.log.batching.Pending;
import dev.synod.log.batching.Replies;
import dev.synod.log.codec.CodecException;
import dev.synod.log.entry.EntryCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts entries into the log through the division itself, without the thread hops of a client, and
 * finds out what became of those that failed.
 */
final class Submitter implements Batcher.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(Submitter.class);
  private static final Reply INDETERMINATE =
      Replies.rejected(
          Code.INDETERMINATE,
          "The leader changed while the request was being written; whether it took effect is not known here. Repeat it under the same number or key to learn.");

  private final RaftClientAsynchronousProtocol division;
  private final Target target;
  private final EntryCodec entries;
  private final LeaderClock clock;
  private final InFlights inFlights;
  private final Executor completions;

  /**
   * Where entries go.
   *
   * @param indeterminateAfterMillis how long a failed entry may still turn up as applied
   * @param notLeader makes the exception that names the present leader
   */
  record Target(
      RaftPeerId self,
      RaftGroupId group,
      long indeterminateAfterMillis,
      Supplier<NotLeaderException> notLeader) {}

  Submitter(
      RaftClientAsynchronousProtocol division,
      Target target,
      EntryCodec entries,
      LeaderClock clock,
      InFlights inFlights,
      Executor completions) {
    this.division = division;
    this.target = target;
    this.entries = entries;
    this.clock = clock;
    this.inFlights = inFlights;
    this.completions = completions;
  }

  @Override
  public CompletableFuture<?> submit(List<Pending> requests) {
    byte[] bytes = entry(requests);
    Batch batch;
    try {
      batch = entries.decode(0, bytes);
    } catch (CodecException e) {
      return submitReadable(requests, e);
    }
    var entry = new InFlight(inFlights.nextCallId(), batch, requests);
    inFlights.add(entry);
    try {
      var _ =
          division
              .submitClientRequestAsync(request(entry.callId(), bytes))
              .whenComplete((reply, failure) -> failedUnlessApplied(entry, reply, failure));
    } catch (IOException | RuntimeException e) {
      failed(entry, e);
    }
    return entry.done();
  }

  private byte[] entry(List<Pending> requests) {
    var parts = new ArrayList<byte[]>(requests.size());
    int bytes = 0;
    for (Pending request : requests) {
      parts.add(request.bytes());
      bytes += request.bytes().length;
    }
    return EntryCodec.entry(clock.nextMillis(), parts, bytes);
  }

  /** Refuses the requests that no replica could read, and submits the others. */
  private CompletableFuture<?> submitReadable(List<Pending> requests, CodecException failure) {
    LOG.error("An entry cannot be read back; its requests are tried one by one.", failure);
    var readable = new ArrayList<Pending>();
    for (Pending request : requests) {
      try {
        entries.decode(0, entry(List.of(request)));
        readable.add(request);
      } catch (CodecException e) {
        request.reply(
            Replies.rejected(
                Code.INVALID_ARGUMENT,
                "Expected a request that can be read back, but: " + e.getMessage()));
      }
    }
    return readable.isEmpty() || readable.size() == requests.size()
        ? CompletableFuture.completedFuture(null)
        : submit(readable);
  }

  private RaftClientRequest request(long callId, byte[] bytes) {
    return RaftClientRequest.newBuilder()
        .setClientId(inFlights.client())
        .setServerId(target.self())
        .setGroupId(target.group())
        .setCallId(callId)
        .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(bytes)))
        .setType(RaftClientRequest.writeRequestType())
        .build();
  }

  private void failedUnlessApplied(
      InFlight entry, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
    if (failure != null) {
      failed(entry, failure);
    } else if (reply != null && !reply.isSuccess()) {
      failed(entry, reply.getException());
    }
  }

  private void failed(InFlight entry, @Nullable Throwable cause) {
    if (entry.mayBeInLog()) {
      CompletableFuture.delayedExecutor(
              target.indeterminateAfterMillis(), TimeUnit.MILLISECONDS, completions)
          .execute(() -> end(entry, () -> entry.replyAll(INDETERMINATE)));
      return;
    }
    completions.execute(() -> end(entry, () -> refuse(entry, cause)));
  }

  private void refuse(InFlight entry, @Nullable Throwable cause) {
    if (cause instanceof org.apache.ratis.protocol.exceptions.NotLeaderException
        || cause instanceof LeaderSteppingDownException) {
      NotLeaderException failure = target.notLeader().get();
      entry.forEach(request -> request.failed(failure));
    } else {
      entry.replyAll(
          Replies.rejected(
              Code.UNAVAILABLE,
              "The log could not take the request: "
                  + (cause == null ? "it stops." : cause.getMessage())));
    }
  }

  private void end(InFlight entry, Runnable replies) {
    if (entry.settle()) {
      inFlights.remove(entry);
      replies.run();
    }
  }

  /** Gives up everything that is still in flight, because the replica stops. */
  void abandon() {
    inFlights.all().forEach(entry -> end(entry, () -> entry.replyAll(INDETERMINATE)));
  }
}
