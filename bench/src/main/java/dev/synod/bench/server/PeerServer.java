package dev.synod.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A peer's server as a process. */
public final class PeerServer implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final long STOP_SECONDS_MAX = 20;

  private final Process process;
  private final Path log;

  private PeerServer(Path directory, List<String> command) throws IOException {
    log = Files.createDirectories(directory).resolve("log");
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /** etcd with its defaults, but room for all that is written. */
  public static PeerServer etcd(Path program, Path directory, int port, int peerPort)
      throws IOException {
    String url = "http://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + peerPort;
    return new PeerServer(
            directory,
            List.of(
                program.toString(),
                "--data-dir=" + directory.resolve("data"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--quota-backend-bytes=" + (8L << 30),
                "--log-level=warn"))
        .awaitPort(port);
  }

  /** ZooKeeper with its defaults, but room for all that is outstanding. */
  public static PeerServer zooKeeper(Path directory, int port, List<String> jvmOptions)
      throws IOException {
    Path configuration = Files.createDirectories(directory).resolve("zoo.cfg");
    Files.writeString(
        configuration,
        """
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        tickTime=2000
        globalOutstandingLimit=10000
        admin.enableServer=false
        """
            .formatted(directory.resolve("data"), port));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(
        List.of("org.apache.zookeeper.server.ZooKeeperServerMain", configuration.toString()));
    return new PeerServer(directory, command).awaitPort(port);
  }

  /** What the process uses. */
  public Usage usage() {
    return new Usage(process.pid());
  }

  private PeerServer awaitPort(int port) throws IOException {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new IOException(
            "Expected a server on port %d within %s; its log is %s"
                .formatted(port, READY_LIMIT, log));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return this;
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
