package dev.synod.dev.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process to start.
 *
 * @param command program and arguments
 * @param environment variables
 * @param directory working directory
 * @param log file that standard output and error are appended to
 * @param stopSignal what asks it to end in good order
 * @param inherits whether the variables of this JVM are there too
 */
public record ProcessSpec(
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path log,
    StopSignal stopSignal,
    boolean inherits) {

  /** A signal as {@code kill -s} names it. */
  public enum StopSignal {
    TERM,
    INT
  }

  /** A process that ends on SIGTERM and has the variables of this JVM too. */
  public ProcessSpec(
      List<String> command, Map<String, String> environment, Path directory, Path log) {
    this(command, environment, directory, log, StopSignal.TERM, true);
  }

  public ProcessSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Tells whether a running process was started from an equal specification. */
  public String fingerprint() {
    String text = command + "\n" + new TreeMap<>(environment) + "\n" + directory;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
