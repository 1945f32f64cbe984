package dev.synod.dev.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who listens on a TCP port of this machine, as far as {@code /proc} shows it to this user.
 *
 * @param pid the process; 0 when it belongs to someone else and can't be seen
 * @param command its command line; empty when it can't be seen
 */
public record PortHolder(long pid, String command) {

  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int COMMAND_CHARS_MAX = 160;

  /** The holder of a loopback port; empty when the port can be had. */
  public static Optional<PortHolder> of(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(find(port).orElseGet(() -> new PortHolder(0, "")));
    }
  }

  /** Such as {@code process 4711 (java -jar x.jar)}. */
  public String describe() {
    return pid == 0 ? "a process of another user" : "process %d (%s)".formatted(pid, command);
  }

  private static Optional<PortHolder> find(int port) throws IOException {
    List<String> sockets =
        Stream.of("tcp", "tcp6")
            .map(table -> Path.of("/proc/net", table))
            .filter(Files::isReadable)
            .flatMap(PortHolder::lines)
            .map(line -> line.strip().split("\\s+", -1))
            .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
            .filter(fields -> fields[LOCAL_ADDRESS].endsWith(":%04X".formatted(port)))
            .map(fields -> "socket:[" + fields[INODE] + "]")
            .toList();
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> holdsOneOf(pid, sockets))
        .findFirst()
        .map(pid -> new PortHolder(pid, commandLine(pid)));
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean holdsOneOf(long pid, List<String> sockets) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
    } catch (IOException e) {
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String commandLine(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
      return line.strip().substring(0, Math.min(COMMAND_CHARS_MAX, line.strip().length()));
    } catch (IOException e) {
      return "";
    }
  }
}
