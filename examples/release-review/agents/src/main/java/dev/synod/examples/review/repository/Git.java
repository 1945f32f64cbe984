package dev.synod.examples.review.repository;

import dev.synod.examples.review.repository.RepositoryException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs git in a directory of somebody else's. The repository's own configuration must not make git
 * run a program, ask a person or use the network, so each setting that could is overruled.
 */
final class Git {
  private static final int MESSAGE_BYTES_MAX = 4_096;
  private static final Duration EXIT_GRACE = Duration.ofSeconds(5);
  private static final List<String> COMMAND =
      List.of(
          "git",
          "--no-pager",
          "--no-replace-objects",
          "-c",
          "safe.directory=*",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "core.quotePath=false",
          "-c",
          "log.showSignature=false",
          "-c",
          "protocol.allow=never");

  private final Path directory;
  private final Duration timeout;

  Git(Path directory, Duration timeout) {
    this.directory = directory;
    this.timeout = timeout;
  }

  /** Talks to a running git: {@code in} is its standard input, {@code out} its standard output. */
  interface Conversation<T> {
    T hold(OutputStream in, InputStream out) throws IOException;
  }

  /**
   * Runs one command. A conversation that ends before git's output does stops git, which is no
   * error.
   *
   * @throws RepositoryException if git cannot be run, fails, or takes longer than the time limit
   */
  <T> T run(List<String> arguments, Conversation<T> conversation) throws RepositoryException {
    Process process = start(arguments);
    AtomicBoolean timedOut = new AtomicBoolean();
    CompletableFuture<Void> watchdog =
        CompletableFuture.runAsync(
            () -> {
              if (process.isAlive()) {
                timedOut.set(true);
                process.destroyForcibly();
              }
            },
            CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
    CompletableFuture<String> complaint = readComplaint(process);
    try {
      T result = conversation.hold(process.getOutputStream(), process.getInputStream());
      if (!timedOut.get() && process.getInputStream().read() != -1) {
        return result;
      }
      int status = exitStatus(process);
      if (status == 0) {
        return result;
      }
      throw failure(arguments, timedOut.get(), "exit status " + status, complaint.join());
    } catch (IOException broken) {
      process.destroyForcibly();
      throw failure(
          arguments, timedOut.get(), String.valueOf(broken.getMessage()), complaint.join());
    } finally {
      watchdog.cancel(false);
      process.destroyForcibly();
    }
  }

  /** Runs one command whose output is short text. */
  String text(List<String> arguments) throws RepositoryException {
    return run(
        arguments,
        (in, out) -> {
          in.close();
          return new String(out.readNBytes(MESSAGE_BYTES_MAX), StandardCharsets.UTF_8).strip();
        });
  }

  private Process start(List<String> arguments) throws RepositoryException {
    List<String> command = new ArrayList<>(COMMAND);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_OPTIONAL_LOCKS", "0");
    environment.put("GIT_NO_LAZY_FETCH", "1");
    environment.put("LC_ALL", "C");
    Path parent = directory.getParent();
    if (parent != null) {
      // Without this, git would review whatever repository happens to surround the directory.
      environment.put("GIT_CEILING_DIRECTORIES", parent.toString());
    }
    try {
      return builder.start();
    } catch (IOException missing) {
      throw new RepositoryException(
          Problem.GIT_FAILED,
          "Expected to run git, but it cannot be started: "
              + missing.getMessage()
              + ". Install git and put it on the PATH",
          missing);
    }
  }

  private static CompletableFuture<String> readComplaint(Process process) {
    CompletableFuture<String> complaint = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (InputStream errors = process.getErrorStream()) {
                byte[] head = errors.readNBytes(MESSAGE_BYTES_MAX);
                errors.transferTo(OutputStream.nullOutputStream());
                complaint.complete(new String(head, StandardCharsets.UTF_8).strip());
              } catch (IOException closed) {
                complaint.complete("");
              }
            });
    return complaint;
  }

  private static int exitStatus(Process process) throws IOException {
    try {
      if (process.waitFor(EXIT_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new IOException("git closed its output but did not end");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while git was running", interrupted);
    }
  }

  private RepositoryException failure(
      List<String> arguments, boolean timedOut, String how, String complaint) {
    String command = "git " + arguments.getFirst();
    if (timedOut) {
      return new RepositoryException(
          Problem.TIMED_OUT,
          "Expected %s in %s to end within %d s, but it was still running (limit gitTimeout)"
              .formatted(command, directory, timeout.toSeconds()));
    }
    return new RepositoryException(
        Problem.GIT_FAILED,
        "Expected %s in %s to succeed, but it failed with %s: %s"
            .formatted(command, directory, how, complaint.isEmpty() ? "no message" : complaint));
  }
}
