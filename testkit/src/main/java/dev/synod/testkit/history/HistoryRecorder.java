package dev.synod.testkit.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Writes operations of many threads to a file, a line of JSON each. */
public final class HistoryRecorder implements AutoCloseable {
  private final ObjectWriter json = new ObjectMapper().writerFor(Operation.class);
  private final LongSupplier clock;
  private final BufferedWriter out;
  private long operations;

  /**
   * A recorder of a new history.
   *
   * @param clock one monotonic clock for all clients, such as {@code System::nanoTime}
   */
  public HistoryRecorder(Path file, LongSupplier clock) throws IOException {
    this.clock = clock;
    this.out = Files.newBufferedWriter(file);
  }

  /** The time now: taken before an operation is invoked and after it returned. */
  public long now() {
    return clock.getAsLong();
  }

  /** Adds an operation that has returned, or that nobody waits for any more. */
  public void add(Operation operation) throws IOException {
    String line = json.writeValueAsString(operation);
    synchronized (out) {
      out.write(line);
      out.write('\n');
      operations++;
    }
  }

  /** How many operations there are. */
  public long operations() {
    synchronized (out) {
      return operations;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (out) {
      out.close();
    }
  }
}
