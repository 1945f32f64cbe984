package dev.synod.server.replica;

import dev.synod.api.peer.v1.PeerGrpc;
import dev.synod.log.LogConfig;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Connections to the other replicas' peer services, one to each address. */
final class Peers implements AutoCloseable {
  /** A peer that is paused or cut off is given up after about the sum of the two. */
  private static final long KEEP_ALIVE_MILLIS = 1_000;

  private static final long KEEP_ALIVE_TIMEOUT_MILLIS = 1_500;

  private final LogConfig.Tls tls;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

  Peers(LogConfig.Tls tls) {
    this.tls = tls;
  }

  /** Calls of which one fails where it takes longer. */
  PeerGrpc.PeerBlockingStub calls(String address, long millisMax) {
    return PeerGrpc.newBlockingStub(channel(address))
        .withDeadlineAfter(millisMax, TimeUnit.MILLISECONDS);
  }

  /** Streams, which have no end of their own. */
  PeerGrpc.PeerStub streams(String address) {
    return PeerGrpc.newStub(channel(address));
  }

  private ManagedChannel channel(String address) {
    ManagedChannel channel = channels.computeIfAbsent(address, this::connect);
    // Who asks has waited already; a peer that came back is reached at once.
    channel.resetConnectBackoff();
    return channel;
  }

  private ManagedChannel connect(String address) {
    int colon = address.lastIndexOf(':');
    try {
      var credentials =
          TlsChannelCredentials.newBuilder()
              .keyManager(tls.certificate().toFile(), tls.key().toFile())
              .trustManager(tls.authority().toFile())
              .build();
      return NettyChannelBuilder.forAddress(
              address.substring(0, colon),
              Integer.parseInt(address.substring(colon + 1)),
              credentials)
          .executor(threads)
          .maxInboundMessageSize(PeerServer.MESSAGE_BYTES_MAX)
          .keepAliveTime(KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS)
          .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
          .build();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Expected the replicas' key and certificates, but they can't be read: " + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    threads.shutdown();
  }
}
