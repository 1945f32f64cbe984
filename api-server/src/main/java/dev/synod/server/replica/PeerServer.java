package dev.synod.server.replica;

import dev.synod.log.LogConfig;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Where the other replicas reach this one; nobody gets in without a replica's certificate. */
final class PeerServer implements AutoCloseable {
  /** A frame holds an entry's worth of requests, or the replies to them. */
  static final int MESSAGE_BYTES_MAX = 8 << 20;

  private static final long PINGS_MILLIS_MIN = 500;
  private static final long CLOSE_MILLIS_MAX = 1_000;

  private final Server server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  PeerServer(Place self, LogConfig.Tls tls, BindableService service) throws IOException {
    var credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(tls.certificate().toFile(), tls.key().toFile())
            .trustManager(tls.authority().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build();
    boolean loopback = self.peerHost().equals("localhost") || self.peerHost().startsWith("127.");
    InetSocketAddress address =
        loopback
            ? new InetSocketAddress(self.peerHost(), self.peerPort())
            : new InetSocketAddress(self.peerPort());
    server =
        NettyServerBuilder.forAddress(address, credentials)
            .executor(threads)
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .permitKeepAliveTime(PINGS_MILLIS_MIN, TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(service)
            .build()
            .start();
  }

  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }
}
