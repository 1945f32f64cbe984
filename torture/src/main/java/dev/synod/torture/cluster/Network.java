package dev.synod.torture.cluster;

import dev.synod.testkit.server.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network namespace for each server, on a bridge that only this machine has. A server is cut off
 * from another by a wrong hardware address in its neighbour table: what it sends is lost in
 * silence, as in a network that is broken, and nobody else notices.
 */
public final class Network implements AutoCloseable {
  private static final String NOWHERE = "02:00:00:00:00:01";
  private static final int SUBNETS = 200;

  private final String name;
  private final int subnet;
  private final int count;

  private Network(String name, int subnet, int count) {
    this.name = name;
    this.subnet = subnet;
    this.count = count;
  }

  /** Whether this process may make networks. */
  public static boolean isAllowed() {
    String probe = "sy" + ProcessHandle.current().pid() + "p";
    try {
      Commands.run("ip", "link", "add", probe, "type", "bridge");
      Commands.run("ip", "link", "del", probe);
      Commands.run("ip", "netns", "list");
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Makes namespaces for that many servers, and a bridge by which this process reaches them. */
  public static Network create(int count) throws IOException, InterruptedException {
    long pid = ProcessHandle.current().pid();
    var network = new Network("sy" + pid, (int) (pid % SUBNETS), count);
    try {
      network.create();
      return network;
    } catch (IOException | InterruptedException e) {
      network.close();
      throw e;
    }
  }

  private void create() throws IOException, InterruptedException {
    Commands.run("ip", "link", "add", name, "type", "bridge");
    Commands.run("ip", "addr", "add", outside() + "/24", "dev", name);
    Commands.run("ip", "link", "set", name, "up");
    for (int i = 0; i < count; i++) {
      String space = space(i);
      String cable = name + "v" + i;
      Commands.run("ip", "netns", "add", space);
      Commands.run(
          "ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space);
      Commands.run("ip", "link", "set", cable, "master", name, "up");
      Commands.run("ip", "-n", space, "link", "set", "lo", "up");
      Commands.run("ip", "-n", space, "addr", "add", address(i) + "/24", "dev", "eth0");
      Commands.run("ip", "-n", space, "link", "set", "eth0", "up");
    }
  }

  /** The hosts that servers run on, in their order. */
  public List<Host> hosts() {
    return IntStream.range(0, count)
        .mapToObj(i -> new Host(address(i), List.of("nsenter", "--net=/var/run/netns/" + space(i))))
        .toList();
  }

  /** The address at which servers reach this process. */
  public String outside() {
    return "10.77." + subnet + ".1";
  }

  private String address(int index) {
    return "10.77." + subnet + "." + (11 + index);
  }

  private String space(int index) {
    return name + "r" + index;
  }

  /** Loses what one server sends to another from now on. */
  public void cut(int from, int to) throws IOException, InterruptedException {
    Commands.run(
        "ip",
        "-n",
        space(from),
        "neigh",
        "replace",
        address(to),
        "lladdr",
        NOWHERE,
        "dev",
        "eth0",
        "nud",
        "permanent");
  }

  /** Lets all servers reach each other. */
  public void heal() throws IOException, InterruptedException {
    for (int from = 0; from < count; from++) {
      Commands.run("ip", "-n", space(from), "neigh", "flush", "nud", "permanent", "dev", "eth0");
    }
  }

  /** Takes the network away; servers must have ended. */
  @Override
  public void close() {
    var removals = new ArrayList<List<String>>();
    for (int i = 0; i < count; i++) {
      removals.add(List.of("ip", "netns", "del", space(i)));
    }
    removals.add(List.of("ip", "link", "del", name));
    for (List<String> removal : removals) {
      try {
        Commands.run(removal.toArray(String[]::new));
      } catch (IOException e) {
        System.err.println("torture: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
