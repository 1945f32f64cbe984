package dev.synod.worker.expression;

import dev.synod.kernel.time.Durations;
import dev.synod.workflow.expression.ExpressionException;
import dev.synod.workflow.expression.ExpressionException.Limit;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child process. One question at a time. */
final class Child implements AutoCloseable {
  private static final int EXIT_OUT_OF_MEMORY = 3;
  private static final int WALL_FACTOR = 10;
  private static final long START_SECONDS_MAX = 60;
  private static final long EXIT_SECONDS_MAX = 5;

  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final ChildLimits limits;
  private final ExecutorService pipes;

  private Child(Process process, ChildLimits limits, ExecutorService pipes) {
    this.process = process;
    this.limits = limits;
    this.pipes = pipes;
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /**
   * Starts a child and waits until it is ready.
   *
   * @param pipes threads that may block on its pipes
   */
  static Child start(ChildLimits limits, ExecutorService pipes)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(ChildCommand.of(limits));
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    var child = new Child(builder.start(), limits, pipes);
    try {
      String first =
          pipes.submit(() -> Frames.read(child.in)).get(START_SECONDS_MAX, TimeUnit.SECONDS);
      if (!first.equals(ChildMain.READY)) {
        throw new IOException("Expected a child that is ready, but it said: " + first);
      }
      return child;
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      child.close();
      throw new IOException("Expected a child process for expressions to start.", e);
    } catch (InterruptedException e) {
      child.close();
      throw e;
    }
  }

  /**
   * Asks and waits for the answer; kills the child when it takes too long.
   *
   * @throws ExpressionException when a limit was reached
   * @throws IOException when the child died for no reason of the question's
   */
  String ask(String question) throws ExpressionException, IOException, InterruptedException {
    Duration before = processorTime();
    Future<String> answer =
        pipes.submit(
            () -> {
              Frames.write(out, question);
              return Frames.read(in);
            });
    long wallMax = limits.time().multipliedBy(WALL_FACTOR).toMillis();
    long began = System.nanoTime();
    try {
      while (true) {
        try {
          return answer.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          long wall = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
          boolean used = processorTime().minus(before).compareTo(limits.time()) >= 0;
          if (used || wall >= wallMax) {
            close();
            throw new ExpressionException(
                Limit.TIME,
                "Expected the expression to end within its time limit of %s; its process was killed."
                    .formatted(Durations.text(limits.time())));
          }
        }
      }
    } catch (ExecutionException e) {
      throw died(e);
    } catch (InterruptedException e) {
      close();
      throw e;
    }
  }

  private IOException died(ExecutionException failure)
      throws ExpressionException, InterruptedException {
    boolean exited = process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS);
    if (exited && process.exitValue() == EXIT_OUT_OF_MEMORY) {
      throw new ExpressionException(
          Limit.HEAP,
          "Expected the expression to need at most its heap limit of %d MiB; its process has ended."
              .formatted(limits.heapMebibytes()));
    }
    close();
    return new IOException("The child process for expressions died.", failure);
  }

  private Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
