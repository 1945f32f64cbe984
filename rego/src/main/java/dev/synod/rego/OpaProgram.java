package dev.synod.rego;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs OPA's command as a child process, which is killed at a time limit, sees nothing of this
 * process's environment, and of whose output only so much is read.
 */
public final class OpaProgram {
  private static final int OUTPUT_BYTES_MAX = 1024 * 1024;

  /** Go's soft limit on the heap: what comes near it collects garbage all the time, and so ends. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GOMEMLIMIT", "256MiB", "GOMAXPROCS", "1");

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

  /**
   * What a run came to.
   *
   * @param exit code of the process
   */
  record Ran(int exit, String out, String err) {}

  /**
   * Runs it.
   *
   * @throws IOException where it can't be run, does not end in time, or says too much
   */
  Ran run(Path directory, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(program);
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "expected OPA to end within %d ms, but it did not".formatted(limit.toMillis()));
      }
      return new Ran(process.exitValue(), out.join(), err.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while OPA was running", e);
    } finally {
      process.destroyForcibly();
    }
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
