package dev.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.synod.api.v1.CoordinationGrpc;
import dev.synod.api.v1.Rejection;
import dev.synod.testkit.server.ApiServer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** A gRPC connection to the server, with no more between than the generated stubs. */
public final class Rpc implements AutoCloseable {
  private static final int LIMIT_SECONDS = 120;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> REJECTION =
      Metadata.Key.of("synod-rejection-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final ManagedChannel channel;

  public Rpc(ApiServer server) throws IOException {
    URI url = URI.create(server.url());
    channel =
        NettyChannelBuilder.forAddress(url.getHost(), url.getPort())
            .sslContext(
                GrpcSslContexts.forClient().trustManager(server.authority().toFile()).build())
            .build();
  }

  /** Calls with a token, or with none where it is empty. */
  public CoordinationGrpc.CoordinationBlockingStub calls(String token) {
    return CoordinationGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(token)))
        .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Opens a session stream. */
  public Frames connect(String token) {
    var frames = new Frames();
    frames.to(
        CoordinationGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(token)))
            .connect(frames));
    return frames;
  }

  private static Metadata headers(String token) {
    var headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(AUTHORIZATION, "Bearer " + token);
    }
    return headers;
  }

  /** The rejection in a failure's trailer. */
  public static Rejection rejection(StatusRuntimeException failure) {
    Metadata trailers = failure.getTrailers();
    byte[] bytes = trailers == null ? null : trailers.get(REJECTION);
    if (bytes == null) {
      throw new AssertionError("Expected a rejection in the trailer of " + failure, failure);
    }
    try {
      return Rejection.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("Expected a rejection in the trailer.", e);
    }
  }

  /** The rejection that a call ends with, or the empty one where it succeeds. */
  public static Rejection refusal(Runnable call) {
    try {
      call.run();
      return Rejection.getDefaultInstance();
    } catch (StatusRuntimeException e) {
      return rejection(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    channel.shutdownNow();
    channel.awaitTermination(5, TimeUnit.SECONDS);
  }
}
