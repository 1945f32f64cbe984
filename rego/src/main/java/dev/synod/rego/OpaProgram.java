package dev.synod.rego;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs OPA's command as a child process, which is killed at a time limit, has only so much memory,
 * sees nothing of this process's environment, and of whose output only so much is read.
 */
public final class OpaProgram {
  private static final int OUTPUT_BYTES_MAX = 1024 * 1024;

  /** Go's soft limit on the heap: what comes near it collects garbage all the time, and so ends. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GOMEMLIMIT", "256MiB", "GOMAXPROCS", "1");

  /**
   * The limit of the kernel, which no large allocation gets around. Some 900 MiB of addresses are
   * Go's own, and hardly any memory.
   */
  static final int ADDRESS_SPACE_KIB_MAX = 1_536 * 1_024;

  private static final List<String> LIMITED =
      List.of(
          "/bin/sh", "-c", "ulimit -v %d && exec \"$@\"".formatted(ADDRESS_SPACE_KIB_MAX), "opa");

  private final String program;
  private final Duration limit;

  /**
   * OPA's command.
   *
   * @param program its file, or its name on the path
   * @param limit after which a run is killed
   */
  public OpaProgram(String program, Duration limit) {
    this.program = program;
    this.limit = limit;
  }

  /** After which a run is killed. */
  Duration limit() {
    return limit;
  }

  /**
   * What a run came to.
   *
   * @param exit code of the process
   */
  record Ran(int exit, String out, String err) {
    /** Whether it ended for it got no more memory: Go's runtime says so before its stacks. */
    boolean lacksMemory() {
      return err.startsWith("runtime: out of memory")
          || err.startsWith("fatal error: out of memory");
    }
  }

  /**
   * Runs it.
   *
   * @throws IOException where it can't be run, does not end in time, or says too much
   */
  Ran run(Path directory, List<String> arguments) throws IOException {
    return run(directory, arguments, limit);
  }

  /**
   * Runs it, for a time that may be shorter than its limit.
   *
   * @throws IOException where it can't be run, does not end in time, or says too much
   */
  Ran run(Path directory, List<String> arguments, Duration within) throws IOException {
    long limitMillis = Math.min(within.toMillis(), limit.toMillis());
    var command = new ArrayList<>(LIMITED);
    command.add(file().toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      if (!process.waitFor(limitMillis, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "expected OPA to end within %d ms, but it did not".formatted(limitMillis));
      }
      return new Ran(process.exitValue(), out.join(), err.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while OPA was running", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The command's file, which is looked for on the path of this process: the child has none. */
  private Path file() throws IOException {
    if (program.contains("/")) {
      Path file = Path.of(program).toAbsolutePath();
      if (Files.isExecutable(file)) {
        return file;
      }
    } else {
      String path = System.getenv("PATH");
      for (String directory : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
        Path file = Path.of(directory, program).toAbsolutePath();
        if (Files.isExecutable(file) && !Files.isDirectory(file)) {
          return file;
        }
      }
    }
    throw new IOException("expected a program, but found none that is " + program);
  }

  private static CompletableFuture<String> read(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofVirtual()
        .name("opa-output")
        .start(
            () -> {
              try (stream) {
                byte[] bytes = stream.readNBytes(OUTPUT_BYTES_MAX);
                text.complete(new String(bytes, StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
              }
            });
    return text;
  }
}
