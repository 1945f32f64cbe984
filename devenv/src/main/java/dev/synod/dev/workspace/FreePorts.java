package dev.synod.dev.workspace;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers of tests. */
public final class FreePorts {

  /** Above the ports that people choose for {@code ./dev}. */
  private static final int PORT_MIN = 23_000;

  /** Linux takes ports from here on for connections that go out. */
  private static final int PORT_END = 32_768;

  private static final int ATTEMPTS_MAX = 10_000;

  /** What was found is not found again: whom it was for may not listen there yet. */
  private static final Set<Integer> FOUND = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /**
   * Loopback ports that nobody listens on now, that this process was not given before, and that the
   * system gives to no connection that goes out: one of those could be taken before the server is
   * there.
   *
   * @throws IOException if there are none
   */
  public static List<Integer> find(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int attempt = 0; ports.size() < count && attempt < ATTEMPTS_MAX; attempt++) {
        int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_END);
        try {
          sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
          if (FOUND.add(port)) {
            ports.add(port);
          }
        } catch (BindException e) {
          // Somebody listens there.
        }
      }
      if (ports.size() < count) {
        throw new IOException(
            "Expected %d free ports from %d to %d, but found %d."
                .formatted(count, PORT_MIN, PORT_END - 1, ports.size()));
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
