package dev.synod.testkit.server;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a server runs.
 *
 * @param address on which it listens, and at which tests and other servers reach it
 * @param enter the command in front of its own that brings it there; empty for where we are
 */
public record Host(String address, List<String> enter) {
  /** This machine's loopback interface. */
  public static final Host LOOPBACK = new Host("127.0.0.1", List.of());

  public Host {
    enter = List.copyOf(enter);
  }

  /** A command, as it is called to run there. */
  public List<String> command(List<String> command) {
    var there = new ArrayList<>(enter);
    there.addAll(command);
    return there;
  }
}
