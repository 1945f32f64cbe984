package dev.synod.bench.store;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.CoordinationGrpc;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.Replies;
import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.Requests;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.StateWrite;
import dev.synod.api.v1.WriteDocument;
import dev.synod.bench.server.SynodServer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes on one session of an agent, as the protocol offers it: numbered requests in packs on one
 * stream. What is put while a frame of replies is handled leaves as the next pack.
 */
public final class SynodStore implements Store {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int PACK_REQUESTS_MAX = 512;
  private static final long TTL_MILLIS = 300_000;
  private static final long OPEN_SECONDS_MAX = 30;
  private static final GroupRef GROUP =
      GroupRef.newBuilder().setNamespace(SynodServer.NAMESPACE).setName(SynodServer.GROUP).build();

  private final ManagedChannel channel;
  private final StreamObserver<ClientFrame> stream;
  private final CountDownLatch opened = new CountDownLatch(1);
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private final ArrayDeque<Done> unanswered = new ArrayDeque<>();
  private long nextNumber = 1;
  private long acknowledged;
  private boolean handlesReplies;
  private @Nullable Throwable broken;

  public SynodStore(SynodServer server) throws IOException, InterruptedException {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .sslContext(
                GrpcSslContexts.forClient().trustManager(server.authority().toFile()).build())
            .directExecutor()
            .build();
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + server.agentToken());
    stream =
        CoordinationGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .connect(new Receiver());
    stream.onNext(
        ClientFrame.newBuilder()
            .setOpen(
                ClientFrame.Open.newBuilder()
                    .setNamespace(SynodServer.NAMESPACE)
                    .setAgent(SynodServer.AGENT)
                    .setTtlMillis(TTL_MILLIS))
            .build());
    if (!opened.await(OPEN_SECONDS_MAX, TimeUnit.SECONDS) || broken != null) {
      throw new IOException("Expected a session within 30 s, but: " + broken, broken);
    }
  }

  @Override
  public String name() {
    return "Synod";
  }

  @Override
  public synchronized void put(int key, byte[] value, Done done) {
    if (broken != null) {
      done.done(broken);
      return;
    }
    waiting.add(request(key, value));
    unanswered.add(done);
  }

  private static Request request(int key, byte[] value) {
    var json = new byte[value.length + 2];
    json[0] = '"';
    System.arraycopy(value, 0, json, 1, value.length);
    json[value.length + 1] = '"';
    return Request.newBuilder()
        .setWriteDocument(
            WriteDocument.newBuilder()
                .setGroup(GROUP)
                .setWrite(
                    StateWrite.newBuilder()
                        .setKey(Keys.name(key))
                        .setPutJson(ByteString.copyFrom(json))))
        .build();
  }

  @Override
  public synchronized void flush() {
    while (!waiting.isEmpty() && !handlesReplies) {
      var pack = Requests.newBuilder().setFirstNumber(nextNumber).setAcknowledged(acknowledged);
      while (!waiting.isEmpty() && pack.getRequestsCount() < PACK_REQUESTS_MAX) {
        pack.addRequests(waiting.remove());
      }
      nextNumber += pack.getRequestsCount();
      stream.onNext(ClientFrame.newBuilder().setRequests(pack).build());
    }
  }

  private synchronized void replied(Replies replies) {
    if (replies.getFirstNumber() != acknowledged + 1) {
      fail(
          new IllegalStateException(
              "Expected replies from %d on, but found them from %d on."
                  .formatted(acknowledged + 1, replies.getFirstNumber())));
      return;
    }
    handlesReplies = true;
    for (Reply reply : replies.getRepliesList()) {
      acknowledged++;
      unanswered
          .remove()
          .done(
              reply.hasRejection()
                  ? new IllegalStateException(reply.getRejection().getMessage())
                  : null);
    }
    handlesReplies = false;
    flush();
  }

  private synchronized void fail(Throwable failure) {
    broken = failure;
    while (!unanswered.isEmpty()) {
      unanswered.remove().done(failure);
    }
    opened.countDown();
  }

  @Override
  public void close() {
    stream.onNext(
        ClientFrame.newBuilder().setClose(ClientFrame.Close.getDefaultInstance()).build());
    stream.onCompleted();
    channel.shutdown();
    try {
      if (!channel.awaitTermination(OPEN_SECONDS_MAX, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private final class Receiver implements StreamObserver<ServerFrame> {
    @Override
    public void onNext(ServerFrame frame) {
      switch (frame.getFrameCase()) {
        case OPENED -> opened.countDown();
        case REPLIES -> replied(frame.getReplies());
        case CLOSED ->
            fail(new IllegalStateException(frame.getClosed().getRejection().getMessage()));
        case ASSIGNED, REVOKED, PROPOSAL, BARRIER, TURN, PROGRESS, FRAME_NOT_SET -> {}
      }
    }

    @Override
    public void onError(Throwable failure) {
      fail(failure);
    }

    @Override
    public void onCompleted() {
      fail(new IllegalStateException("The server ended the stream."));
    }
  }
}
